// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Loops that count, but nothing in them asks for what they counted. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int never_leaves(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("r7 = 0");
	I("*(u32 *)(r10 - 8) = r7");
	I("1: r7 = *(u32 *)(r10 - 8)"); // finds: endless-loop, expected-note {{kernel: "The sequence of 8193 jumps is too complex."}}
	I("w7 += 1");
	I("*(u32 *)(r10 - 8) = r7");
	I("r0 = *(u32 *)(r6 + 0)");
	I("if r0 == 0 goto 1b");
	I("goto 1b");
}

SEC("socket") __naked int leaves_by_chance(struct __sk_buff *skb)
{
	I("r6 = r1");
	I("r7 = 0");
	I("*(u64 *)(r10 - 8) = r7");
	I("1: r7 = *(u64 *)(r10 - 8)"); // finds: endless-loop, expected-note {{kernel: "BPF program is too large. Processed 1000001 insn"}}
	I("r7 += 1");
	I("*(u64 *)(r10 - 8) = r7");
	I("r0 = *(u32 *)(r6 + 0)");
	I("if r0 == 0 goto 1b");
	I("r0 = r7");
	I("exit");
}
