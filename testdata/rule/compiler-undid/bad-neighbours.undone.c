// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Two neighbours in the context are set: one write of eight bytes does it, and the kernel allows four. */
// undone: v2 14 16 19 22
// undone: v3 14 16 19 22
#include "values.h"

SEC("tc") int undone(struct __sk_buff *skb)
{
	skb->mark = 0; // finds: compiler-undid
	skb->queue_mapping = 0;
	return TC_ACT_OK;
}

SEC("tc") int kept(struct __sk_buff *skb)
{
	skb->mark = 0;
	barrier();
	skb->queue_mapping = 0;
	return TC_ACT_OK;
}
