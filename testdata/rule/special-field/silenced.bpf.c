// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct guarded {
	u64 count;
	struct bpf_spin_lock lock;
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

	if (!v)
		return TC_ACT_OK;
	return *(u32 *)&v->lock ? TC_ACT_SHOT : TC_ACT_OK; // NOLINT(bpf-special-field)
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=special-field"))) int whole_program(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	return *(u32 *)&v->lock ? TC_ACT_SHOT : TC_ACT_OK;
}
