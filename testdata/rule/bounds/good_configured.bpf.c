// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What equals a configured number is configured, too: the default is not held against it; not replayed, for with the default the kernel refuses it. */
#include "bpf_min.h"
// expected-no-diagnostics

const volatile u32 wanted;

SEC("tc") int same_size(struct __sk_buff *skb)
{
	char buffer[64];
	u32 n = skb->mark;

	if (n != wanted || n > sizeof(buffer))
		return TC_ACT_OK;
	return bpf_skb_load_bytes(skb, 0, buffer, n);
}

SEC("tc") int widened(struct __sk_buff *skb)
{
	char buffer[64];
	u16 n = (u16)skb->mark;

	if (n != wanted || n > sizeof(buffer))
		return TC_ACT_OK;
	return bpf_skb_load_bytes(skb, 0, buffer, n);
}

/* None need be above it. */
SEC("tc") int above(struct __sk_buff *skb)
{
	char buffer[64];
	u32 n = skb->mark;

	if (n <= wanted)
		return TC_ACT_OK;
	return bpf_skb_load_bytes(skb, 0, buffer, n);
}
