// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The rule is switched off. */
// options: --disable=compiler-undid
#include "values.h"

SEC("tc") int silenced(struct __sk_buff *skb)
{
	skb->mark = 0;
	skb->queue_mapping = 0;
	return TC_ACT_OK;
}

SEC("tc") int kept(struct __sk_buff *skb)
{
	return TC_ACT_OK;
}
