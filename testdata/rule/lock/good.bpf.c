// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Spin locks, taken and given back. */
// expected-no-diagnostics
#include "bpf_min.h"

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

SEC("tc") int short_section(struct __sk_buff *skb)
{
	u32 key = skb->mark, more = bpf_get_prandom_u32(), now;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	v->count += more;
	now = v->count;
	bpf_spin_unlock(&v->lock);
	return now > bpf_get_prandom_u32() ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tc") int every_way_out(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	if (v->count > 10) {
		bpf_spin_unlock(&v->lock);
		return TC_ACT_SHOT;
	}
	v->count++;
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int one_after_the_other(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	v->count++;
	bpf_spin_unlock(&v->lock);
	bpf_spin_lock(&v->lock);
	v->count--;
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}
