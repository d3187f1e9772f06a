// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a byte was compared with decides where to go, though no branch asks for it itself: a path with another such number is another path. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("tc") __naked int prog(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("r7 = *(u32 *)(r1 + 8)"); /* mark */
	I("r2 = *(u32 *)(r1 + 76)"); /* data */
	I("r3 = *(u32 *)(r1 + 80)"); /* data_end */
	I("r4 = r2");
	I("r4 += 14");
	I("if r4 > r3 goto 2f");
	I("r5 = *(u8 *)(r2 + 0)");
	I("w8 = 17");
	I("if w7 == 0 goto 1f");
	I("w8 = 6");
	I("1: if w5 != w8 goto 2f");
	I("if w5 != 17 goto 2f");
	I("r0 = *(u8 *)(r2 + 20)"); // finds: bounds, expected-note {{kernel: "offset is outside of the packet"}}
	I("2: exit");
}
