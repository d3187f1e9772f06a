// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Locks that are given back on every path, with nothing called in between. */
// expected-no-diagnostics
#include "bpf_min.h"

struct locked { struct bpf_spin_lock lock; u64 hits; };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct locked);
} entries SEC(".maps");

SEC("tc") int plain(struct __sk_buff *skb)
{
	u32 key = 0;
	struct locked *v = bpf_map_lookup_elem(&entries, &key);
	u64 now = bpf_ktime_get_ns();

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	if (now > v->hits)
		v->hits = now;
	bpf_spin_unlock(&v->lock);
	return bpf_get_prandom_u32() & 1 ? TC_ACT_OK : TC_ACT_SHOT;
}

static __always_inline void add(struct locked *v, u64 n)
{
	bpf_spin_lock(&v->lock);
	v->hits += n;
	bpf_spin_unlock(&v->lock);
}

SEC("tc") int twice(struct __sk_buff *skb)
{
	u32 key = 1;
	struct locked *v = bpf_map_lookup_elem(&entries, &key);

	if (!v)
		return TC_ACT_OK;
	add(v, 1);
	add(v, skb->len);
	return TC_ACT_OK;
}
