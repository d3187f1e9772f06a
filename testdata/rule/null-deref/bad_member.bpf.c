// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is read goes into a member that somebody looks at. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} allowed SEC(".maps");

struct match {
	u32 from, to;
};

static inline __attribute__((always_inline)) u32 rank_of(u32 key)
{
	u32 *rank = bpf_map_lookup_elem(&allowed, &key);

	return *rank;
	// expected-warning@-1 {{'rank' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}

static inline __attribute__((always_inline)) void look_up(struct __sk_buff *skb, struct match *m)
{
	m->from = rank_of(skb->mark);
	m->to = skb->len;
}

SEC("tc") int somebody_looks(struct __sk_buff *skb)
{
	struct match m = {};

	look_up(skb, &m);
	return m.from + m.to ? TC_ACT_OK : TC_ACT_SHOT;
}
