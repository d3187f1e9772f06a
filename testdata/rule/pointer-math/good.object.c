// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Offsets that are numbers that are known: from atomic operations, known bits and a constant distance; needs kernel 6.18. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int what_was_there(struct __sk_buff *skb)
{
	I("r1 = 8");
	I("*(u64 *)(r10 - 8) = r1");
	I("r2 = 0");
	I(".8byte 0x1fff82adb"); /* r2 = atomic_fetch_add((u64 *)(r10 - 8), r2) */
	I("r3 = r10");
	I("r3 += r2"); /* now r10 + 8, and never used */
	I("r0 = 0");
	I("exit");
}

SEC("socket") __naked int one_member(struct __sk_buff *skb)
{
	I("call 7"); /* bpf_get_prandom_u32 */
	I("r0 |= 0xe1");
	I("r0 &= 0xf1");
	I("if r0 == 0xf1 goto +3");
	I("if r0 == 0xe1 goto +2");
	I("r1 = 0");
	I("r0 = *(u64 *)(r1 + 0)"); /* never reached */
	I("r0 = 0");
	I("exit");
}

SEC("socket") __naked int a_constant_apart(struct __sk_buff *skb)
{
	I("call 7");
	I("w0 &= 0xff");
	I("w1 = w0");
	I("w1 -= 4");
	I("if w1 s< 0 goto +3");
	I("if w0 != 0 goto +2");
	I("r1 = 0");
	I("r0 = *(u64 *)(r1 + 0)"); /* never reached */
	I("r0 = 0");
	I("exit");
}
