// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Comparisons before an index without bounds is used. */
#include "bpf_min.h"

struct table {
	u64 total;
	u32 slot[16];
	u32 more[20];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct table);
} tables SEC(".maps");

static u32 global[10];

SEC("xdp") int unsigned_index(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	return t->slot[i] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int signed_index(struct xdp_md *ctx)
{
	u32 key = 0;
	int i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (t) {
		t->more[i] += 1;
	}
	return XDP_PASS;
}

SEC("tc") int global_index(struct __sk_buff *skb)
{
	u32 i = skb->mark;

	global[i]++;
	return TC_ACT_OK;
}

SEC("tc") int in_a_condition(struct __sk_buff *skb)
{
	u32 i = skb->mark;

	if (global[i] > 10)
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}
