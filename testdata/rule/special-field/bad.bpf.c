// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members of the kernel's, treated as plain ones. */
#include "bpf_graph.h"

struct item {
	struct bpf_list_node node;
	u64 count;
};

struct guarded {
	u64 count;
	struct bpf_spin_lock lock;
	struct bpf_timer timer;
	struct item __kptr *item;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

SEC("tc") int lock_read(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	return *(u32 *)&v->lock ? TC_ACT_SHOT : TC_ACT_OK;
	// expected-warning@-1 {{a 'bpf_spin_lock' may not be read: it is the kernel's [bpf-special-field]}}
	// expected-note@-2 {{kernel: "bpf_spin_lock cannot be accessed directly by load/store"}}
}

SEC("tc") int value_cleared(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	*(volatile u64 *)&v->timer = 0;
	// expected-warning@-1 {{a 'bpf_timer' may not be written: it is the kernel's [bpf-special-field]}}
	// expected-note@-2 {{kernel: "bpf_timer cannot be accessed directly by load/store"}}
	return TC_ACT_OK;
}

SEC("tc") int helper_over_the_lock(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_skb_load_bytes(skb, 0, v, 16);
	// expected-warning@-1 {{'bpf_skb_load_bytes' would touch a 'bpf_spin_lock', which only the kernel may [bpf-special-field]}}
	// expected-note@-2 {{kernel: "bpf_spin_lock cannot be accessed directly by load/store"}}
	return TC_ACT_OK;
}

SEC("tc") int half_a_kptr(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	return *(u32 *)&v->item ? TC_ACT_SHOT : TC_ACT_OK;
	// expected-warning@-1 {{a kptr is read or written in part [bpf-special-field]}}
	// expected-note@-2 {{kernel: "kptr access size must be BPF_DW"}}
}

SEC("tc") int node_written(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	new->node.opaque[0] = 0;
	// expected-warning@-1 {{a 'bpf_list_node' may not be written: it is the kernel's [bpf-special-field]}}
	// expected-note@-2 {{kernel: "direct access to bpf_list_node is disallowed"}}
	bpf_obj_drop(new);
	return TC_ACT_OK;
}

SEC("tc") int kptr_overwritten(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	*(struct item *volatile *)&v->item = NULL;
	// expected-warning@-1 {{an owned kptr is only changed by bpf_kptr_xchg() [bpf-special-field]}}
	// expected-note@-2 {{kernel: "store to referenced kptr disallowed"}}
	return TC_ACT_OK;
}

SEC("tc") int not_a_kptr(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);
	struct item *old;

	if (!v)
		return TC_ACT_OK;
	old = bpf_kptr_xchg(&v->count, NULL);
	// expected-warning@-1 {{argument 1 of 'bpf_kptr_xchg' must point to an owned kptr [bpf-special-field]}}
	// expected-note@-2 {{kernel: "off=0 doesn't point to kptr"}}
	if (old)
		bpf_obj_drop(old);
	return TC_ACT_OK;
}
