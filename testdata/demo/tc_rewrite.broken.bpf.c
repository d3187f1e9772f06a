// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* tc_rewrite with four mistakes; `tools/scripts/lint` without arguments shows what is said about them. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#define ETH_P_IP 0x0800
#define ETH_HLEN 14
#define TC_ACT_OK 0
#define TC_ACT_SHOT 2
#define IP_OFFSET(field) (ETH_HLEN + __builtin_offsetof(struct iphdr, field))

struct target {
	__be32 addr;
	__be16 port;
	__u16 zero;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct target);
	__type(value, struct target);
} rewrites SEC(".maps");

SEC("tc")
int tc_rewrite(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct tcphdr *tcp = (void *)(ip + 1);
	struct target key = {}, *to;

	if ((void *)(tcp + 1) > end)
		return TC_ACT_OK;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != 5 || ip->protocol != IPPROTO_TCP)
		return TC_ACT_OK;
	key.addr = ip->daddr;
	key.port = tcp->dest;
	to = bpf_map_lookup_elem(&rewrites, &key);
	if (!to)
		return TC_ACT_OK;
	if (bpf_skb_store_bytes(skb, IP_OFFSET(daddr), &to->addr, sizeof(to->addr), BPF_F_RECOMPUTE_CSUM))
		return TC_ACT_SHOT;
	/* 1: the call may have moved the packet */
	tcp->dest = to->port;
	return TC_ACT_OK;
}

SEC("tc")
int tc_shorten(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) > end)
		return TC_ACT_OK;
	/* 2: only XDP programs may call it */
	return bpf_xdp_adjust_head((void *)skb, ETH_HLEN) ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc")
int tc_mark(struct __sk_buff *skb)
{
	skb->mark = 1;
	skb->ifindex = 1; /* 3: programs may only read it */
	return TC_ACT_OK;
}

SEC("tc")
int tc_tell(struct __sk_buff *skb)
{
	struct target seen = {.addr = skb->mark};

	/* 4: records go to ring buffers, not to hash maps */
	bpf_ringbuf_output(&rewrites, &seen, sizeof(seen), 0);
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "GPL";
