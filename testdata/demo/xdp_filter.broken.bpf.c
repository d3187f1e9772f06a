// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* xdp_filter with four mistakes; `tools/scripts/lint` without arguments shows what is said about them. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#define ETH_P_IP 0x0800

struct counter {
	__u64 packets;
	__u64 bytes;
	__u64 by_service[64];
};

struct network {
	__u32 prefixlen;
	__be32 addr;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4096);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct network);
	__type(value, __u32);
} blocked SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct counter);
} by_queue SEC(".maps");

static __always_inline void count(__u32 queue, __u64 bytes)
{
	struct counter *c = bpf_map_lookup_elem(&by_queue, &queue);

	/* 1: a lookup may find nothing */
	c->packets++;
	c->bytes += bytes;
}

SEC("xdp")
int xdp_count(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;

	count(ctx->rx_queue_index, end - data);
	return XDP_PASS;
}

SEC("xdp")
int xdp_filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct network from;

	if ((void *)(eth + 1) > end)
		return XDP_PASS;
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	from.prefixlen = 32;
	/* 2: the check above proves the Ethernet header, not the one behind it */
	from.addr = ip->saddr;
	return bpf_map_lookup_elem(&blocked, &from) ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int xdp_sizes(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct counter *c;
	__u32 queue = ctx->rx_queue_index;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	c = bpf_map_lookup_elem(&by_queue, &queue);
	if (!c)
		return XDP_PASS;
	/* 3: the type of service may be up to 255 */
	c->by_service[ip->tos]++;
	return XDP_PASS;
}

SEC("xdp")
int xdp_ports(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct udphdr *udp;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	/* 4: the check came before the step over a header of variable length */
	udp = (void *)ip + ip->ihl * 4;
	return udp->dest == bpf_htons(53) ? XDP_DROP : XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
