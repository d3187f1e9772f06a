// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A constant for a global function, which the kernel takes to be one that may write; and a number that the compiler does not pass. */
#include "bpf_min.h"

const volatile u64 limit;

__noinline int fetch(const u64 *p)
{
	asm volatile("" : "+r"(p)); /* or the compiler would look into the function */
	return p ? (int)*p : 0;
}

SEC("tc") int configuration(struct __sk_buff *skb)
{
	return fetch((const u64 *)&limit); // finds: global-argument, expected-note {{kernel: "write into map forbidden"}}
}

__noinline int size(u32 unused, struct __sk_buff *skb)
{
	return skb->len;
}

SEC("tc") int leaves_out(struct __sk_buff *skb)
{
	return fetch(0) + size(skb->mark, skb); // finds: global-argument, expected-note {{kernel: "is not a scalar"}}
}

__noinline int sum(u32 n, struct __sk_buff *skb, u32 unused)
{
	return skb->len + n;
}

__noinline int hands_on(struct __sk_buff *skb)
{
	return sum(1, skb, 2); // finds: global-argument, expected-note {{kernel: "is not a scalar"}}
}

SEC("tc") int in_a_global_function(struct __sk_buff *skb)
{
	return hands_on(skb);
}
