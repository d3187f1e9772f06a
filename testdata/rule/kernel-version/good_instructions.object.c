// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same on a kernel that has them (needs kernel 6.9). */
// options: --kernel=6.9
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int divides(struct __sk_buff *skb)
{
	I("r0 = 8");
	I(".8byte 0x0000000200010037"); // r0 s/= 2
	I("exit");
}

SEC("socket") __naked int loads(struct __sk_buff *skb)
{
	I("r2 = 0");
	I("*(u64 *)(r10 - 8) = r2");
	I(".8byte 0x00000000fff8a081"); // r0 = *(s32 *)(r10 - 8)
	I("exit");
}

SEC("socket") __naked int moves(struct __sk_buff *skb)
{
	I("r2 = 0");
	I(".8byte 0x00000000000820bf"); // r0 = (s8)r2
	I("exit");
}

SEC("socket") __naked int swaps(struct __sk_buff *skb)
{
	I("r0 = 1");
	I(".8byte 0x00000010000000d7"); // r0 = bswap16 r0
	I("r0 = be16 r0");
	I("exit");
}

SEC("socket") __naked int far(struct __sk_buff *skb)
{
	I("r0 = 1");
	I(".8byte 0x0000000000000006"); // gotol +0
	I("exit");
}

SEC("socket") __naked int perhaps(struct __sk_buff *skb)
{
	I("r0 = 0");
	I(".8byte 0x00000000000100e5"); // may_goto +1
	I("r0 = 0");
	I("exit");
}

SEC("socket") __naked int reads(struct __sk_buff *skb)
{
	I("r0 = *(u64 *)(r10 - 8)");
	I("exit");
}

SEC("socket") __naked int loops(struct __sk_buff *skb)
{
	I("r0 = 4");
	I("1: r0 += -1");
	I("if r0 != 0 goto 1b");
	I("exit");
}
