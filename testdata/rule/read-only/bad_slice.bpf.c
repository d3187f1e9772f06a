// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A slice to write to, in a program that may not write packets; needs kernel 6.4. */
#include "bpf_min.h"

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;

SEC("cgroup_skb/egress") int filter(struct __sk_buff *skb)
{
	struct bpf_dynptr ptr;
	char buffer[8] = {};
	u64 *first;

	if (bpf_dynptr_from_skb(skb, 0, &ptr))
		return 1;
	first = bpf_dynptr_slice_rdwr(&ptr, 0, buffer, sizeof(buffer));
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_CGROUP_SKB may not write packet data, and so not call 'bpf_dynptr_slice_rdwr': read with 'bpf_dynptr_slice' [bpf-read-only]}}
	// expected-note@-2 {{kernel: "the prog does not allow writes to packet data"}}
	return first ? 1 : 0;
}
