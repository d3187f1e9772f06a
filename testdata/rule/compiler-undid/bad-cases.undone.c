// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The members of the context that the cases of a switch read: the same. */
// undone: v2 14 16 19 22
// undone: v3 14 16 19 22
#include "values.h"

SEC("tc") int undone(struct __sk_buff *skb)
{
	u32 x = 0;

	switch (skb->mark) {
	case 1:
		x = skb->priority;
		break;
	case 2:
		x = skb->ifindex; // finds: compiler-undid
		break;
	case 3:
		x = skb->len;
		break;
	}
	return x > 1024 ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int kept(struct __sk_buff *skb)
{
	u32 x = 0;

	switch (skb->mark) {
	case 1:
		x = skb->priority;
		barrier();
		break;
	case 2:
		x = skb->ifindex;
		barrier();
		break;
	case 3:
		x = skb->len;
		barrier();
		break;
	}
	return x > 1024 ? TC_ACT_SHOT : TC_ACT_OK;
}
