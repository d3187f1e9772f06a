// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a configured value is compared with may be equal to it or not, whatever it is: both sides are the kernel's to follow. */
#include "bpf_min.h"

const volatile u16 wanted;

SEC("tc") int behind_equal(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(eth + 1) > end || eth->h_proto != wanted)
		return TC_ACT_OK;
	skb->mark = ip->saddr;
	// expected-warning@-1 {{read of 4 bytes at packet offset 26, but only 14 bytes were compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
	return TC_ACT_OK;
}
