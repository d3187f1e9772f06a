// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

SEC("tc") int on_the_line(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (v)
		bpf_spin_unlock(&v->lock); // NOLINT(bpf-lock)
	return TC_ACT_OK;
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=lock"))) int whole_program(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (v)
		bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}
