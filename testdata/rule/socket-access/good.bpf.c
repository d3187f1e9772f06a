// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What programs see of sockets. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} queues SEC(".maps");

SEC("tc") int any_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return TC_ACT_OK;
	return sk->family == 2 && sk->state == 1 && sk->src_ip4 && sk->dst_port ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tc") int full_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	sk = sk ? bpf_sk_fullsock(sk) : NULL;
	if (!sk)
		return TC_ACT_OK;
	return sk->mark + sk->priority ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tc") int tcp(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	struct bpf_tcp_sock *tp;

	if (!sk)
		return TC_ACT_OK;
	tp = bpf_tcp_sock(sk);
	return tp && tp->snd_cwnd > 10 ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("xdp") int queue(struct xdp_md *ctx)
{
	u32 key = 0;
	struct bpf_xdp_sock *xs = bpf_map_lookup_elem(&queues, &key);

	return xs && xs->queue_id == ctx->rx_queue_index ? bpf_redirect_map(&queues, 0, 0) : XDP_PASS;
}
