// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Frames that follow one another, functions that are inlined, and 8 frames. */
// expected-no-diagnostics
#include "bpf_min.h"

#define NOINLINE static __attribute__((noinline))

NOINLINE int first(struct __sk_buff *skb)
{
	char buffer[400];

	return bpf_skb_load_bytes(skb, 0, buffer, sizeof(buffer));
}

NOINLINE int second(struct __sk_buff *skb)
{
	char buffer[400];

	return bpf_skb_load_bytes(skb, 4, buffer, sizeof(buffer));
}

SEC("tc") int one_after_the_other(struct __sk_buff *skb)
{
	return first(skb) + second(skb);
}

static inline __attribute__((always_inline)) int part(struct __sk_buff *skb, u32 at)
{
	char buffer[300];

	return bpf_skb_load_bytes(skb, at, buffer, sizeof(buffer));
}

SEC("tc") int inlined(struct __sk_buff *skb)
{
	return part(skb, 0) + part(skb, 8);
}

__attribute__((noinline)) int f7(struct __sk_buff *skb) { return skb->mark; }
__attribute__((noinline)) int f6(struct __sk_buff *skb) { return f7(skb) + skb->len; }
__attribute__((noinline)) int f5(struct __sk_buff *skb) { return f6(skb) + skb->len; }
__attribute__((noinline)) int f4(struct __sk_buff *skb) { return f5(skb) + skb->len; }
__attribute__((noinline)) int f3(struct __sk_buff *skb) { return f4(skb) + skb->len; }
__attribute__((noinline)) int f2(struct __sk_buff *skb) { return f3(skb) + skb->len; }
__attribute__((noinline)) int f1(struct __sk_buff *skb) { return f2(skb) + skb->len; }

SEC("tc") int eight(struct __sk_buff *skb)
{
	return f1(skb);
}
