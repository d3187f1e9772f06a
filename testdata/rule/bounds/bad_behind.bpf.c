// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What lies behind the packet's end for certain, and is needed. */
#include "bpf_min.h"

SEC("tc") int wrong_way_round(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) <= end)
		return TC_ACT_OK;
	if (eth->h_proto == 8)
	// expected-warning@-1 {{read of 2 bytes from the packet through 'eth->h_proto', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
		skb->mark = 1;
	return TC_ACT_OK;
}
