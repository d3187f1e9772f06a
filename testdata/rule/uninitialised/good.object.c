// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near misses: what a call keeps, what it takes unread, bytes of the stack, what is set on every path that reads it. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))
#define PRANDOM "call 7" /* bpf_get_prandom_u32 */

SEC("socket") __naked int kept(struct __sk_buff *skb)
{
	I("r6 = 1");
	I(PRANDOM);
	I("r0 += r6");
	I("exit");
}

SEC("socket") __naked int stack(struct __sk_buff *skb)
{
	I("r0 = *(u64 *)(r10 - 8)");
	I("exit");
}

SEC("socket") __naked int both_paths(struct __sk_buff *skb)
{
	I("r0 = *(u32 *)(r1 + 0)");
	I("r6 = 0");
	I("if r0 == 0 goto 1f");
	I("r6 = 1");
	I("1: r0 += r6");
	I("exit");
}

static __naked __noinline int takes_one(void)
{
	I("r0 = r1");
	I("exit");
}

SEC("socket") __naked int unread_arguments(struct __sk_buff *skb)
{
	I("r1 = 1");
	I("call %[takes_one]" : : [takes_one] "i"(takes_one));
	I("r0 &= 1");
	I("exit");
}

SEC("socket") __naked int loop(struct __sk_buff *skb)
{
	I("r1 = 0");
	I("1: if r1 == 0 goto 2f");
	I("r0 = r6");
	I("goto 3f");
	I("2: r6 = 1");
	I("r1 = 1");
	I("goto 1b");
	I("3: exit");
}

/* A path that reads it before it is written could be drawn, but cannot be taken. */
SEC("socket") __naked int never_this_way(struct __sk_buff *skb)
{
	I("r0 = *(u32 *)(r1 + 0)");
	I("r3 = 0");
	I("goto 2f");
	I("1: r0 += r2");
	I("exit");
	I("2: if r3 != 0 goto 1b");
	I("r2 = 1");
	I("if r0 == 0 goto 1b");
	I("exit");
}
