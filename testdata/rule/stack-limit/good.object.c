// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Two frames of 256 bytes are 512 together. */
#include "bpf_min.h"

#define NOINLINE static __attribute__((noinline))

NOINLINE int deeper(struct __sk_buff *skb)
{
	char more[256];

	return bpf_skb_load_bytes(skb, 0, more, sizeof(more));
}

SEC("tc") int together(struct __sk_buff *skb)
{
	char first[248];

	if (bpf_skb_load_bytes(skb, 0, first, sizeof(first)))
		return TC_ACT_SHOT;
	return deeper(skb);
}

/* A function without a frame adds none. */
NOINLINE int upper(struct __sk_buff *skb)
{
	char first[256];

	if (bpf_skb_load_bytes(skb, 0, first, sizeof(first)))
		return TC_ACT_SHOT;
	return deeper(skb);
}

SEC("tc") int none_of_its_own(struct __sk_buff *skb)
{
	return upper(skb);
}
