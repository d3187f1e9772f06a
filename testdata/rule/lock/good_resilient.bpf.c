// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Resilient spin locks: they nest, and their result tells whether they were taken; needs kernel 6.15. */
// expected-no-diagnostics
#include "bpf_min.h"

struct guarded {
	struct bpf_res_spin_lock lock;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps"), others SEC(".maps");

#define BOTH(a, b)                                                        \
	u32 key = 0;                                                      \
	struct guarded *a = bpf_map_lookup_elem(&values, &key);           \
	struct guarded *b = bpf_map_lookup_elem(&others, &key);           \
	if (!a || !b)                                                     \
		return TC_ACT_OK

SEC("tc") int nested(struct __sk_buff *skb)
{
	BOTH(a, b);
	if (bpf_res_spin_lock(&a->lock))
		return TC_ACT_SHOT;
	if (!bpf_res_spin_lock(&b->lock)) {
		b->count++;
		bpf_res_spin_unlock(&b->lock);
	}
	bpf_res_spin_unlock(&a->lock);
	return TC_ACT_OK;
}
