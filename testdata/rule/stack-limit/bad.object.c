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

#define GLOBAL __attribute__((noinline))

GLOBAL int last(struct __sk_buff *skb)
{
	char more[248];

	return bpf_skb_load_bytes(skb, 0, more, sizeof(more));
}

GLOBAL int middle(struct __sk_buff *skb)
{
	char first[264];

	if (bpf_skb_load_bytes(skb, 0, first, sizeof(first)))
		return TC_ACT_SHOT;
	return last(skb); // finds: stack-limit, expected-note {{kernel: "combined stack size of"}}
}

SEC("tc") int of_globals(struct __sk_buff *skb)
{
	return middle(skb);
}

GLOBAL int at_8(struct __sk_buff *skb) { return skb->len; }
GLOBAL int at_7(struct __sk_buff *skb) { return at_8(skb) + 1; } // finds: stack-limit, expected-note {{kernel: "the call stack of"}}
GLOBAL int at_6(struct __sk_buff *skb) { return at_7(skb) + 1; }
GLOBAL int at_5(struct __sk_buff *skb) { return at_6(skb) + 1; }
GLOBAL int at_4(struct __sk_buff *skb) { return at_5(skb) + 1; }
GLOBAL int at_3(struct __sk_buff *skb) { return at_4(skb) + 1; }
GLOBAL int at_2(struct __sk_buff *skb) { return at_3(skb) + 1; }
GLOBAL int at_1(struct __sk_buff *skb) { return at_2(skb) + 1; }

SEC("tc") int nine_deep(struct __sk_buff *skb)
{
	return at_1(skb);
}
