// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A constant as the memory of a kfunc: the kernel does not tell apart what it reads and what it writes; needs kernel 6.7. */
#include "bpf_min.h"

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;

static const u64 otherwise[2] = {1, 2};

SEC("tc") int constant(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;
	u64 *found;

	if (bpf_dynptr_from_skb(skb, 0, &packet))
		return TC_ACT_OK;
	found = bpf_dynptr_slice(&packet, 0, (void *)otherwise, sizeof(otherwise)); // finds: argument-memory, expected-note {{kernel: "memory, len pair leads to invalid memory access"}}
	return found ? TC_ACT_SHOT : TC_ACT_OK;
}
