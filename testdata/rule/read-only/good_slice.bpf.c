// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A slice to read in a program that may not write packets, and one to write in one that may; needs kernel 6.4. */
#include "bpf_min.h"
// expected-no-diagnostics

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;

SEC("cgroup_skb/egress") int reads(struct __sk_buff *skb)
{
	struct bpf_dynptr ptr;
	char buffer[8] = {};
	u64 *first;

	if (bpf_dynptr_from_skb(skb, 0, &ptr))
		return 1;
	first = bpf_dynptr_slice(&ptr, 0, buffer, sizeof(buffer));
	return first ? *first & 1 : 0;
}

SEC("tc") int writes(struct __sk_buff *skb)
{
	struct bpf_dynptr ptr;
	char buffer[8] = {};
	u64 *first;

	if (bpf_dynptr_from_skb(skb, 0, &ptr))
		return TC_ACT_OK;
	first = bpf_dynptr_slice_rdwr(&ptr, 0, buffer, sizeof(buffer));
	if (first)
		*first = 1;
	return TC_ACT_OK;
}
