// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A member of the context or one of a map's value: one read is left, of an address that is one or the other. */
// undone: v2 14 16 19 22
// undone: v3 14 16 19 22
#include "values.h"

SEC("tc") int undone(struct __sk_buff *skb)
{
	struct value *v = get_value();
	u32 x;

	if (!v)
		return TC_ACT_OK;
	if (v->long_n) // finds: compiler-undid
		x = skb->mark;
	else
		x = v->slot[0];
	return x > 1024 ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int kept(struct __sk_buff *skb)
{
	struct value *v = get_value();
	u32 x;

	if (!v)
		return TC_ACT_OK;
	x = v->slot[0];
	barrier();
	if (v->long_n)
		x = skb->mark;
	return x > 1024 ? TC_ACT_SHOT : TC_ACT_OK;
}
