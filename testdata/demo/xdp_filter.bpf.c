// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* xdp_filter: drops IPv4 packets from listed networks and counts what goes by, per protocol. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#define ETH_P_IP 0x0800
#define ETH_P_8021Q 0x8100
#define ETH_P_8021AD 0x88a8
#define MAX_VLANS 2

struct counter {
	__u64 packets;
	__u64 bytes;
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
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct counter);
} by_protocol SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __be16);
	__type(value, __u64);
} ports SEC(".maps");

static __always_inline void count(__u32 protocol, __u64 bytes)
{
	struct counter *c = bpf_map_lookup_elem(&by_protocol, &protocol);

	if (!c)
		return;
	c->packets++;
	c->bytes += bytes;
}

static __always_inline void count_port(__be16 port)
{
	__u64 *n = bpf_map_lookup_elem(&ports, &port), one = 1;

	if (n)
		__sync_fetch_and_add(n, 1);
	else
		bpf_map_update_elem(&ports, &port, &one, BPF_NOEXIST);
}

/* Steps over VLAN tags; the protocol behind them, or 0. */
static __always_inline __be16 skip_vlans(void **at, void *end, __be16 proto)
{
	struct vlan_hdr *vlan;

#pragma unroll
	for (int i = 0; i < MAX_VLANS; i++) {
		if (proto != bpf_htons(ETH_P_8021Q) && proto != bpf_htons(ETH_P_8021AD))
			break;
		vlan = *at;
		if ((void *)(vlan + 1) > end)
			return 0;
		proto = vlan->h_vlan_encapsulated_proto;
		*at = vlan + 1;
	}
	return proto;
}

SEC("xdp")
int xdp_filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct network from;
	struct udphdr *udp;
	struct tcphdr *tcp;
	struct iphdr *ip;
	void *at = eth + 1;

	if (at > end)
		return XDP_PASS;
	if (skip_vlans(&at, end, eth->h_proto) != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = at;
	if ((void *)(ip + 1) > end || ip->ihl < 5)
		return XDP_PASS;

	from.prefixlen = 32;
	from.addr = ip->saddr;
	if (bpf_map_lookup_elem(&blocked, &from))
		return XDP_DROP;

	count(ip->protocol, end - data);
	at = (void *)ip + ip->ihl * 4;
	switch (ip->protocol) {
	case IPPROTO_TCP:
		tcp = at;
		if ((void *)(tcp + 1) <= end)
			count_port(tcp->dest);
		break;
	case IPPROTO_UDP:
		udp = at;
		if ((void *)(udp + 1) <= end)
			count_port(udp->dest);
		break;
	}
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
