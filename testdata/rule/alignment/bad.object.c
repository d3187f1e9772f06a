// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Stack accesses that straddle, and an atomic one off its place. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int across_words(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("*(u64 *)(r10 - 12) = r0"); // finds: alignment, expected-note {{kernel: "misaligned stack access off"}}
	I("exit");
}

SEC("socket") __naked int moved_pointer(struct __sk_buff *skb)
{
	I("r2 = r10");
	I("r2 += -7");
	I("r0 = *(u32 *)(r2 + 0)"); // finds: alignment, expected-note {{kernel: "misaligned stack access off"}}
	I("exit");
}

SEC("socket") __naked int atomic(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("*(u64 *)(r10 - 8) = r0");
	I("lock *(u32 *)(r10 - 7) += r0"); // finds: alignment, expected-note {{kernel: "misaligned stack access off"}}
	I("exit");
}

SEC("cgroup/sysctl") __naked int number_of_a_helper(void *ctx)
{
	I("r1 = 0");
	I("*(u64 *)(r10 - 8) = r1");
	I("*(u64 *)(r10 - 16) = r1");
	I("*(u64 *)(r10 - 24) = r1");
	I("r1 = r10");
	I("r1 += -8");
	I("r2 = 4");
	I("r3 = 0");
	I("r4 = r10");
	I("r4 += -20");
	I("call 106"); // finds: alignment, expected-note {{kernel: "misaligned stack access off"}}
	I("r0 = 1");
	I("exit");
}
