// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Global functions that get what they were promised; needs kernel 5.12. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");

struct pair {
	u64 first, second;
};

__noinline int sum(struct pair *p)
{
	return p ? (int)(p->first + p->second) : 0;
}

__noinline int bump(u64 *counter)
{
	if (counter)
		++*counter;
	return 0;
}

__noinline int packet_length(struct __sk_buff *skb)
{
	return (int)skb->len;
}

static __noinline void nothing(struct __sk_buff *skb)
{
	skb->mark = 1;
}

SEC("tc") int from_the_stack(struct __sk_buff *skb)
{
	struct pair p = {skb->len, 1};

	nothing(skb);
	return sum(&p) + sum(NULL) + packet_length(skb);
}

SEC("tc") int from_a_map(struct __sk_buff *skb)
{
	u32 key = skb->mark;

	return bump(bpf_map_lookup_elem(&counters, &key)); /* it checks for null itself */
}
