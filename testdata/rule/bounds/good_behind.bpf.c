// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The packet's end is known, and is no end: an optimiser decides the comparison. */
#include "bpf_min.h"
// expected-no-diagnostics

struct addresses {
	void *data, *end;
};

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
