// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Global functions that get less than they were promised; needs kernel 5.12. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(map_flags, 1 << 7 /* BPF_F_RDONLY_PROG */);
	__type(key, u32);
	__type(value, u64);
} limits SEC(".maps");

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
		*counter = bpf_ktime_get_ns();
	return 0;
}

__noinline int packet_length(struct __sk_buff *skb)
{
	return (int)skb->len;
}

__noinline int twice(u32 number)
{
	return (int)number * 2;
}

__noinline void nothing(struct __sk_buff *skb)
{
	skb->mark = 1;
}

SEC("tc") int too_small(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	u64 *value = bpf_map_lookup_elem(&counters, &key);

	return value ? sum((void *)value) : 0;
	// expected-warning@-1 {{argument 1 of the global function 'sum' must be 16 bytes of memory, but 'value' is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
	// expected-warning@-3 {{'value' becomes a pointer to 'struct pair' (16 bytes), but the value of map 'counters' (BPF_MAP_TYPE_HASH) has 8 [bpf-map-type]}}
}

SEC("tc") int constant(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	u64 *limit = bpf_map_lookup_elem(&limits, &key);

	return limit ? bump(limit) : 0;
	// expected-warning@-1 {{argument 1 of the global function 'bump' must be memory that may be written, but 'limit' is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "write into map forbidden"}}
}

SEC("tc") int no_context(struct __sk_buff *skb)
{
	u32 mark = skb->mark;

	return packet_length((struct __sk_buff *)&mark);
	// expected-warning@-1 {{argument 1 of the global function 'packet_length' must be the context, but '&mark' is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "arg#0 expects pointer to ctx"}}
}

SEC("tc") int no_number(struct __sk_buff *skb)
{
	nothing(skb);
	// expected-warning@-1 {{the global function 'nothing' must return a number; make it static, or let it return one [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "Global function nothing() doesn't return scalar"}}
	return 0;
}
