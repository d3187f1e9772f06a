// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Atomic operations on the context and on a packet. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("tc") __naked int context(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("lock *(u32 *)(r1 + 8) += r0"); // finds: atomic, expected-note {{kernel: "BPF_ATOMIC stores into R1 ctx is not allowed"}}
	I("exit");
}

SEC("xdp") __naked int packet(struct xdp_md *ctx)
{
	I("r0 = 1");
	I("r2 = *(u32 *)(r1 + 0)");
	I("r3 = *(u32 *)(r1 + 4)");
	I("r4 = r2");
	I("r4 += 8");
	I("if r4 > r3 goto 1f");
	I("lock *(u64 *)(r2 + 0) += r0"); // finds: atomic, expected-note {{kernel: "BPF_ATOMIC stores into R2 pkt is not allowed"}}
	I("1: exit");
}
