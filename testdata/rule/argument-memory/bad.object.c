// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* No memory, and a size that may be more than 0. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("tc") __naked int null_and_size(struct __sk_buff *skb)
{
	I("r2 = *(u32 *)(r1 + 0)");
	I("r1 = 0");
	I("r2 &= 64");
	I("r3 = 0");
	I("r4 = 0");
	I("r5 = 0");
	I("call 28"); // finds: argument-memory, expected-note {{kernel: "type=scalar expected=fp"}}
	I("exit");
}
