// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arithmetic that the kernel takes. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct { u64 where; char text[64]; });
} texts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

SEC("xdp") int length_of_the_packet(struct xdp_md *ctx)
{
	u8 *end = (u8 *)(long)ctx->data_end, *data = (u8 *)(long)ctx->data;

	return end - data > 100 ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int bounded(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u64 *i = bpf_map_lookup_elem(&numbers, &key);
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!i || !text || *i >= 64)
		return XDP_PASS;
	return text[*i] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int backwards(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	char *text = bpf_map_lookup_elem(&texts, &key);
	u32 back = ctx->ingress_ifindex;

	if (!text || back > 63)
		return XDP_PASS;
	return text[63 - back] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int packet_by_length(struct xdp_md *ctx)
{
	u8 *end = (u8 *)(long)ctx->data_end, *p = (u8 *)(long)ctx->data;
	u32 i = ctx->rx_queue_index;

	if (i > 1000)
		return XDP_PASS;
	p += i;
	if (p + 1 > end)
		return XDP_PASS;
	return *p ? XDP_PASS : XDP_DROP;
}

/* A member's address is arithmetic too. */
SEC("tc") int member(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	u32 *family;

	if (!sk)
		return TC_ACT_OK;
	family = &sk->family;
	return *family == 2 ? TC_ACT_OK : TC_ACT_SHOT;
}
