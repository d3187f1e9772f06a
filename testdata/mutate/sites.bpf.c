// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* At least one place for every kind of mistake that the mutator makes; sites.txt lists what it finds here. */
#define NO_LICENSE
#include "bpf_min.h"

char _license[] SEC("license") = "GPL";

struct pair {
	u32 a, b;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct pair);
} pairs SEC(".maps");

struct guarded {
	struct bpf_spin_lock lock;
	u32 n;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__type(value, struct guarded);
} guards SEC(".maps");

const volatile u32 limit = 3;
static u32 table[16];

static u32 packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + sizeof(struct pair) > end)
		return 0;
	bpf_xdp_adjust_head(ctx, 0);
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	if (data + 4 > end)
		return 0;
	return *(u32 *)data;
}

static u32 numbers(u32 n, u64 m)
{
	u32 i, sum = 0;

	if (n >= 16 || m > 3)
		return 0;
	for (i = 0; i < n; i++)
		sum += table[i] + table[m & 7] + table[2];
	return (u8)sum == limit ? sum : 0;
}

SEC("xdp") int take(struct xdp_md *ctx)
{
	struct pair fresh = {}, *p;
	struct guarded *g;
	u32 key = 0;

	fresh.a = packet(ctx);
	fresh.b = numbers(fresh.a, ctx->rx_queue_index);
	bpf_map_update_elem(&pairs, &key, &fresh, BPF_ANY);
	g = bpf_map_lookup_elem(&guards, &key);
	if (!g)
		return XDP_DROP;
	bpf_spin_lock(&g->lock);
	g->n++;
	bpf_spin_unlock(&g->lock);
	p = bpf_ringbuf_reserve(&events, sizeof(*p), 0);
	if (p == NULL)
		return XDP_PASS;
	p->a = key;
	bpf_ringbuf_submit(p, 0);
	return XDP_PASS;
}
