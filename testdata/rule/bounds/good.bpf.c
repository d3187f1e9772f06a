// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Indexes and packets that are kept inside, in all the usual ways. */
// expected-no-diagnostics
#include "bpf_min.h"

struct table {
	u64 total;
	u32 slot[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct table);
} tables SEC(".maps");

static u32 global[16];

SEC("xdp") int compared(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t || i >= 16)
		return XDP_PASS;
	return t->slot[i] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int masked(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index & 15;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	t->slot[i]++;
	return XDP_PASS;
}

SEC("xdp") int both_ends(struct xdp_md *ctx)
{
	u32 key = 0;
	int i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t || i < 0 || i >= 16)
		return XDP_PASS;
	return t->slot[i] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int by_size(struct xdp_md *ctx)
{
	u8 i = ctx->rx_queue_index & 0x3f;
	u32 key = 0;
	u8 *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	return t[i] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int clamped(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	if (i > 15)
		i = 15;
	return t->slot[i] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int loop(struct xdp_md *ctx)
{
	u32 key = 0, sum = 0;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	for (int i = 0; i < 16; i++)
		sum += t->slot[i];
	return sum ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int global_array(struct xdp_md *ctx)
{
	u32 i = ctx->rx_queue_index;

	if (i < 16)
		global[i]++;
	return XDP_PASS;
}

static __always_inline struct iphdr *ip_header(void *data, void *end)
{
	struct ethhdr *eth = data;

	if (data + sizeof(*eth) + sizeof(struct iphdr) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return NULL;
	return data + sizeof(*eth);
}

SEC("xdp") int packet_in_a_function(struct xdp_md *ctx)
{
	struct iphdr *ip = ip_header((void *)(long)ctx->data, (void *)(long)ctx->data_end);

	if (!ip)
		return XDP_PASS;
	return ip->ttl ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int variable_header(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data;
	struct udphdr *udp;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	udp = data + ip->ihl * 4;
	if ((void *)(udp + 1) > end)
		return XDP_PASS;
	return udp->dest ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int end_on_the_left(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (end < data + 8)
		return XDP_PASS;
	return data[7] ? XDP_PASS : XDP_DROP;
}

/* "More than" proves one byte more. */
SEC("xdp") int strictly_more(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 < end)
		return data[8] ? XDP_PASS : XDP_DROP;
	return XDP_PASS;
}

/* Nobody needs the number before the check, and nothing in between writes: the compiler reads it behind the check. */
SEC("xdp") int read_then_check(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	u16 proto = __builtin_bswap16(eth->h_proto);

	if ((void *)(eth + 1) > end)
		return XDP_PASS;
	return proto == ETH_P_IP ? XDP_DROP : XDP_PASS;
}

/* Of a limit of 8 bits the compiler tests first whether it is too large. */
struct { u8 n, at[64]; } table;

SEC("xdp") int limit_behind(struct xdp_md *ctx)
{
	u32 i = ctx->rx_queue_index;

	return i < table.n && table.n <= 64 && table.at[i] ? XDP_DROP : XDP_PASS;
}

/* The compiler knows the answer, and with it that the rest never runs. */
SEC("xdp") int never_true(struct xdp_md *ctx)
{
	u8 *data = (u8 *)(long)ctx->data, *next = data + 4;

	if (next + 1 > data)
		return XDP_PASS;
	return data[40];
}

SEC("xdp") int never_true_of_the_end(struct xdp_md *ctx)
{
	u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;

	if (end + 8 > end)
		return XDP_PASS;
	return data[40];
}

/* The compiler compares what was halved. */
SEC("xdp") int halved(struct xdp_md *ctx)
{
	u32 key = 0;
	struct table *t = bpf_map_lookup_elem(&tables, &key);
	u8 bytes[64] = {}, first;
	s64 at;

	if (!t)
		return XDP_DROP;
	at = t->total;
	if ((u64)(at >> 1) > 16)
		return XDP_DROP;
	bytes[at] = 1;
	asm volatile("%0 = *(u8 *)(%1 + 0)" : "=r"(first) : "r"(bytes) : "memory");
	return first;
}
