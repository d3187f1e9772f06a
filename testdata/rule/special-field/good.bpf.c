// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Around members of the kernel's, and whole kptrs. */
// expected-no-diagnostics
#include "bpf_graph.h"

struct item {
	struct bpf_list_node node;
	u64 count;
};

struct guarded {
	u64 count;
	struct bpf_spin_lock lock;
	u32 behind;
	struct item __kptr *item;
	u8 data[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

/* The same layout, but the kernel is not told of it. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(key_size, sizeof(u32));
	__uint(value_size, sizeof(struct guarded));
} opaque SEC(".maps");

SEC("tc") int beside(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	v->count++;
	v->behind = skb->len;
	v->data[skb->mark & 15] = 1;
	bpf_skb_load_bytes(skb, 0, v->data, sizeof(v->data));
	return v->item ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int not_told(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&opaque, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_skb_load_bytes(skb, 0, v, sizeof(*v));
	return *(u32 *)&v->lock ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int from_the_stack(struct __sk_buff *skb)
{
	struct guarded v = {};
	u32 key = 1;

	v.count = skb->len;
	bpf_map_update_elem(&values, &key, &v, BPF_ANY);
	return TC_ACT_OK;
}
