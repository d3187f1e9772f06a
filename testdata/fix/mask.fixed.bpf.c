// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Where there is no way out, an index is masked. */
#include "bpf_min.h"

static u32 flags[16];

SEC("tc") int something_held(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	u32 i = skb->mark;

	if (!sk)
		return TC_ACT_OK;
	flags[i & 15]++;
	bpf_sk_release(sk);
	return TC_ACT_OK;
}

SEC("tc") int in_a_loop_head(struct __sk_buff *skb)
{
	int i = skb->mark;

	while (flags[i & 15])
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}
