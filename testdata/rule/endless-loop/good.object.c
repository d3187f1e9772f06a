// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near misses: something counts. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int counts(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("r7 = 0");
	I("1: r7 += 1");
	I("r0 = *(u32 *)(r6 + 0)");
	I("if r7 > 100 goto 2f");
	I("if r0 == 0 goto 1b");
	I("2: exit");
}

SEC("socket") __naked int counts_on_the_stack(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("r0 = 0");
	I("*(u64 *)(r10 - 8) = r0");
	I("1: r7 = *(u64 *)(r10 - 8)");
	I("r7 += 1");
	I("*(u64 *)(r10 - 8) = r7");
	I("if r7 < 50 goto 1b");
	I("exit");
}

/* More turns than anybody follows here, but they end. */
SEC("socket") __naked int counts_far(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("r7 = 0");
	I("1: r7 += 1");
	I("r0 = *(u32 *)(r6 + 0)");
	I("if r0 == 0 goto 2f");
	I("if r7 < 5000 goto 1b");
	I("2: r0 = 0");
	I("exit");
}

/* What was counted is asked for in a roundabout way. */
SEC("socket") __naked int counts_in_bits(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("r7 = 0");
	I("1: r7 += 1");
	I("r8 = r7");
	I("r8 &= 1024");
	I("r0 = *(u32 *)(r6 + 0)");
	I("if r0 == 0 goto 2f");
	I("if r8 == 0 goto 1b");
	I("2: r0 = 0");
	I("exit");
}
