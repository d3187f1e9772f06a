// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Spin locks: too long, twice, or without having them. */
#include "bpf_min.h"

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

SEC("tc") int call_inside(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock); // expected-note {{the lock is taken here}}
	v->count += bpf_get_prandom_u32();
	// expected-warning@-1 {{'bpf_get_prandom_u32' is called while a spin lock is held [bpf-lock]}}
	// expected-note@-2 {{kernel: "function calls are not allowed while holding a lock"}}
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int held_at_the_end(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	if (v->count > 10)
		return TC_ACT_SHOT;
		// expected-warning@-1 {{the program ends while a spin lock is held [bpf-lock]}}
		// expected-note@-2 {{kernel: "cannot be used inside bpf_spin_lock-ed region"}}
	v->count++;
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int twice(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	bpf_spin_lock(&v->lock);
	// expected-warning@-1 {{a second spin lock is taken while one is held [bpf-lock]}}
	// expected-note@-2 {{kernel: "function calls are not allowed while holding a lock"}}
	bpf_spin_unlock(&v->lock);
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int not_held(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_unlock(&v->lock);
	// expected-warning@-1 {{a spin lock is given back that this path did not take [bpf-lock]}}
	// expected-note@-2 {{kernel: "bpf_spin_unlock without taking a lock"}}
	return TC_ACT_OK;
}
