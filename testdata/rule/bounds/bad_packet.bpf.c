// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Packet bytes that were not compared with the packet's end. */
#include "bpf_min.h"

SEC("xdp") int no_check(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data;

	return eth->h_proto == bpf_htons(ETH_P_IP) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{read of 2 bytes from the packet through 'eth->h_proto', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}

/* The check covers the Ethernet header, not the one behind it. */
SEC("xdp") int next_header(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(eth + 1) > end)
		return XDP_PASS;
	return ip->ttl ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{read of 1 bytes at packet offset 22, but only 14 bytes were compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}

/* The other way round. */
SEC("tc") int wrong_side(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 14 < end)
		return TC_ACT_OK;
	return data[13];
	// expected-warning@-1 {{read of 1 bytes from the packet through 'data[13]', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}

/* An offset that the packet says itself moves the pointer on: a new check is due. */
SEC("xdp") int variable_header(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data;
	struct udphdr *udp;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	udp = data + ip->ihl * 4;
	return udp->dest ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{read of 2 bytes from the packet through 'udp->dest', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}

SEC("xdp") int off_by_one(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 > end)
		return XDP_PASS;
	data[8] = 0;
	// expected-warning@-1 {{write of 1 bytes at packet offset 8, but only 8 bytes were compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
	return XDP_PASS;
}

/* The check comes too late: the number is needed before it. */
SEC("xdp") int used_before_check(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	u16 proto = eth->h_proto;
	// expected-warning@-1 {{read of 2 bytes from the packet through 'eth->h_proto', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}

	if (proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	return (void *)(eth + 1) > end ? XDP_PASS : XDP_DROP;
}

/* A call that may write keeps the read where it is. */
SEC("tc") int call_before_check(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	u8 first = data[0];
	// expected-warning@-1 {{read of 1 bytes from the packet through 'data', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
	u64 now = bpf_ktime_get_ns();

	if (data + 1 > end)
		return TC_ACT_OK;
	return first == (u8)now ? TC_ACT_SHOT : TC_ACT_OK;
}
