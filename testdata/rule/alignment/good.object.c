// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near misses: every size at its own multiples, and packed memory that is no stack. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int aligned(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("*(u64 *)(r10 - 16) = r0");
	I("*(u32 *)(r10 - 20) = r0");
	I("*(u16 *)(r10 - 22) = r0");
	I("*(u8 *)(r10 - 23) = r0");
	I("r0 = *(u32 *)(r10 - 12)");
	I("exit");
}

SEC("xdp") __naked int packet(struct xdp_md *ctx)
{
	I("r0 = 1");
	I("r2 = *(u32 *)(r1 + 0)");
	I("r3 = *(u32 *)(r1 + 4)");
	I("r4 = r2");
	I("r4 += 9");
	I("if r4 > r3 goto 1f");
	I("r2 = *(u64 *)(r2 + 1)");
	I("1: exit");
}
