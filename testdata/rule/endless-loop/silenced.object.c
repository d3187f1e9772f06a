// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// options: --disable=endless-loop
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)

SEC("socket") __attribute__((naked)) int waits(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("1: r0 = *(u32 *)(r6 + 0)");
	I("if r0 == 0 goto 1b");
	I("exit");
}
