// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Frames that are too much together, counted in what was compiled. */
#include "bpf_min.h"

#define NOINLINE static __attribute__((noinline))

NOINLINE int deeper(struct __sk_buff *skb)
{
	char more[248];

	return bpf_skb_load_bytes(skb, 0, more, sizeof(more));
}

SEC("tc") int together(struct __sk_buff *skb)
{
	char first[264];

	if (bpf_skb_load_bytes(skb, 0, first, sizeof(first)))
		return TC_ACT_SHOT;
	return deeper(skb); // finds: stack-limit, expected-note {{kernel: "combined stack size of"}}
}
