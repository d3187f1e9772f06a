// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Findings that get no offer: nothing may be changed here. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

static u32 global[10];

#define LOOKUP(key) bpf_map_lookup_elem(&counts, key)

SEC("xdp") int in_a_macro(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = LOOKUP(&key);

	return *v ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int no_variable(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;

	return *(u64 *)bpf_map_lookup_elem(&counts, &key) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int under_a_condition(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 one = 1, *v = &one;

	if (key)
		v = bpf_map_lookup_elem(&counts, &key);
	return *v ? XDP_PASS : XDP_DROP;
}

SEC("tc") int something_held(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	u32 key = skb->mark;
	u64 *v;

	if (!sk)
		return TC_ACT_OK;
	v = bpf_map_lookup_elem(&counts, &key);
	*v += 1;
	bpf_sk_release(sk);
	return TC_ACT_OK;
}

SEC("tc") int index_that_changes(struct __sk_buff *skb)
{
	u32 i = skb->mark;

	global[i++] = 1;
	return TC_ACT_OK;
}

SEC("tc") int in_a_loop_head(struct __sk_buff *skb)
{
	u32 i = skb->mark;

	while (global[i])
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}

SEC("tc") int no_statement_of_its_own(struct __sk_buff *skb)
{
	u32 i = skb->mark;

	if (skb->len)
		;
	else
		global[i] = 1;
	return TC_ACT_OK;
}
