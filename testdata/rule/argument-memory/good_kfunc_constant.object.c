// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A variable, a copy on the stack, or nothing; needs kernel 6.7. */
#include "bpf_min.h"

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;

u64 variable[2] = {1, 2};

SEC("tc") int not_constant(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;
	u64 copy[2] = {1, 2};

	if (bpf_dynptr_from_skb(skb, 0, &packet))
		return TC_ACT_OK;
	if (bpf_dynptr_slice(&packet, 0, variable, sizeof(variable)) && bpf_dynptr_slice(&packet, 16, copy, sizeof(copy)))
		return TC_ACT_SHOT;
	return bpf_dynptr_slice(&packet, 0, 0, 4) ? TC_ACT_SHOT : TC_ACT_OK;
}
