// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near misses: a division by zero and a bad write where no path leads, shifts by the most there is, jumps to the ends. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int never_taken(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("if r0 == 0 goto 1f");
	I("r10 = 1");
	I("1: exit");
}

SEC("socket") __naked int shifts(struct __sk_buff *skb)
{
	I("r0 = 1");
	I("r0 <<= 63");
	I("r0 >>= 63");
	I("w0 <<= 31");
	I("exit");
}

SEC("socket") __naked int back_and_out(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("if r0 == 0 goto 2f");
	I("1: exit");
	I("2: r1 = 1 ll");
	I("goto 1b");
}

SEC("socket") __naked int by_register(struct __sk_buff *skb)
{
	I("r0 = 5");
	I("r1 = 0");
	I("r0 /= r1"); /* gives 0 */
	I("exit");
}

SEC("socket") __naked int goes_on(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("1: r0 += 1");
	I(".8byte 0x100e5"); /* may_goto, out of the loop */
	I("goto 1b");
	I("exit");
}
