// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One member of the context or another: one read is left, through a pointer that is computed. */
// undone: v2 14 16 19 22
// undone: v3 14 16 19 22
#include "values.h"

SEC("tc") int undone(struct __sk_buff *skb)
{
	u32 x;

	if (skb->protocol == bpf_htons(ETH_P_IP)) // finds: compiler-undid
		x = skb->hash;
	else
		x = skb->priority;
	return x > 1024 ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int kept(struct __sk_buff *skb)
{
	u32 x;

	if (skb->protocol == bpf_htons(ETH_P_IP)) {
		x = skb->hash;
		barrier();
	} else {
		x = skb->priority;
	}
	return x > 1024 ? TC_ACT_SHOT : TC_ACT_OK;
}
