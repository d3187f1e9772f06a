// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Comparisons with the packet's end. */
#include "bpf_min.h"

SEC("xdp") int by_record(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	return eth->h_proto == bpf_htons(ETH_P_IP) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int without_a_name(struct xdp_md *ctx)
{
	struct iphdr *ip = (void *)(long)ctx->data;

	if (ip->protocol == 17)
		return XDP_DROP;
	return XDP_PASS;
}

SEC("tc") int by_bytes(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	int sum = 0;

	sum += data[13];
	return sum ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("xdp") int next_header(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(eth + 1) > data_end)
		return XDP_PASS;
	return ip->ttl ? XDP_PASS : XDP_DROP;
}
