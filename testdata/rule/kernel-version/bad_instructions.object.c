// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Instructions that Linux 5.2 does not have yet; not replayed. */
// options: --kernel=5.2
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int divides(struct __sk_buff *skb)
{
	I("r0 = 8");
	I(".8byte 0x0000000200010037"); // finds: kernel-version, r0 s/= 2
	I("exit");
}

SEC("socket") __naked int loads(struct __sk_buff *skb)
{
	I("r2 = 0");
	I("*(u64 *)(r10 - 8) = r2");
	I(".8byte 0x00000000fff8a081"); // finds: kernel-version, r0 = *(s32 *)(r10 - 8)
	I("exit");
}

SEC("socket") __naked int moves(struct __sk_buff *skb)
{
	I("r2 = 0");
	I(".8byte 0x00000000000820bf"); // finds: kernel-version, r0 = (s8)r2
	I("exit");
}

SEC("socket") __naked int swaps(struct __sk_buff *skb)
{
	I("r0 = 1");
	I(".8byte 0x00000010000000d7"); // finds: kernel-version, r0 = bswap16 r0
	I("exit");
}

SEC("socket") __naked int far(struct __sk_buff *skb)
{
	I("r0 = 1");
	I(".8byte 0x0000000000000006"); // finds: kernel-version, gotol +0
	I("exit");
}

SEC("socket") __naked int casts(struct __sk_buff *skb)
{
	I(".8byte 0x00000001000110bf"); // finds: kernel-version, r0 = addr_space_cast(r1, 0, 1)
	I("r0 = 0");
	I("exit");
}

SEC("socket") __naked int ordered(struct __sk_buff *skb)
{
	I("r2 = 0");
	I("*(u64 *)(r10 - 8) = r2");
	I(".8byte 0x00000100fff8a0db"); // finds: kernel-version, r0 = load_acquire((u64 *)(r10 - 8))
	I("exit");
}

SEC("socket") __naked int perhaps(struct __sk_buff *skb)
{
	I("r0 = 0");
	I(".8byte 0x00000000000100e5"); // finds: kernel-version, may_goto +1
	I("r0 = 0");
	I("exit");
}

SEC("socket") __naked int reads(struct __sk_buff *skb)
{
	I("r0 = *(u64 *)(r10 - 8)"); // finds: kernel-version
	I("exit");
}

SEC("socket") __naked int loops(struct __sk_buff *skb)
{
	I("r0 = 4");
	I("1: r0 += -1");
	I("if r0 != 0 goto 1b"); // finds: kernel-version
	I("exit");
}
