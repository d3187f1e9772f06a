// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* tc_rewrite: sends TCP connections to a listed address and port elsewhere, with correct checksums. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#define ETH_P_IP 0x0800
#define ETH_HLEN 14
#define TC_ACT_OK 0
#define TC_ACT_SHOT 2
#define IP_OFFSET(field) (ETH_HLEN + __builtin_offsetof(struct iphdr, field))
#define TCP_OFFSET(field) (ETH_HLEN + 20 + __builtin_offsetof(struct tcphdr, field))

struct target {
	__be32 addr;
	__be16 port;
	__u16 zero; /* keys are compared byte for byte */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct target);
	__type(value, struct target);
} rewrites SEC(".maps");

static __always_inline int set_addr(struct __sk_buff *skb, __be32 from, __be32 to)
{
	if (bpf_l4_csum_replace(skb, TCP_OFFSET(check), from, to, BPF_F_PSEUDO_HDR | sizeof(to)))
		return -1;
	if (bpf_l3_csum_replace(skb, IP_OFFSET(check), from, to, sizeof(to)))
		return -1;
	return bpf_skb_store_bytes(skb, IP_OFFSET(daddr), &to, sizeof(to), 0);
}

static __always_inline int set_port(struct __sk_buff *skb, __be16 from, __be16 to)
{
	if (bpf_l4_csum_replace(skb, TCP_OFFSET(check), from, to, sizeof(to)))
		return -1;
	return bpf_skb_store_bytes(skb, TCP_OFFSET(dest), &to, sizeof(to), 0);
}

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
	/* the packet pointers are not used again: each call may move the packet */
	if (set_addr(skb, key.addr, to->addr) || set_port(skb, key.port, to->port))
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "GPL";
