// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What lies behind the packet's end for certain: the next comparison leads out, so an optimiser reads nothing. */
#include "bpf_min.h"
// expected-no-diagnostics

struct addresses {
	void *data, *end;
};

SEC("tc") int wrong_way_round(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(eth + 1) <= end)
		return TC_ACT_OK;
	switch (eth->h_proto) {
	case 8:
		if ((void *)(ip + 1) > end)
			return TC_ACT_OK;
		skb->mark = ip->protocol;
		return TC_ACT_OK;
	default:
		return TC_ACT_OK;
	}
}

SEC("tc") int no_end(struct __sk_buff *skb)
{
	struct addresses at = {};
	struct ethhdr *eth;

	at.data = (void *)(long)skb->data;
	eth = at.data;
	if ((void *)(eth + 1) > at.end)
		return TC_ACT_OK;
	return eth->h_proto == 8 ? TC_ACT_OK : TC_ACT_SHOT;
}
