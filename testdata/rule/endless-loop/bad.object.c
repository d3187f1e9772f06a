// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Loops that come back to where they were. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int waits(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("1: r0 = *(u32 *)(r6 + 0)"); // finds: endless-loop, expected-note {{kernel: "infinite loop detected"}}
	I("if r0 == 0 goto 1b");
	I("exit");
}

SEC("socket") __naked int flips(struct __sk_buff *skb)
{
	I("r0 = *(u32 *)(r1 + 0)");
	I("r2 = 0");
	I("1: r2 ^= 1"); // finds: endless-loop, expected-note {{kernel: "infinite loop detected"}}
	I("if r0 != 5 goto 1b");
	I("exit");
}
