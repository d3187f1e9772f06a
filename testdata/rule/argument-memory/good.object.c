// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near miss: no memory, and a size that is 0. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("tc") __naked int null_and_nothing(struct __sk_buff *skb)
{
	I("r1 = 0");
	I("r2 = 0");
	I("r3 = 0");
	I("r4 = 0");
	I("r5 = 0");
	I("call 28");
	I("exit");
}
