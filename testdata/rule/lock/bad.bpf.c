// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Calls under a lock, two locks, an unlock too many, an end without one. */
#include "bpf_min.h"

struct locked { struct bpf_spin_lock lock; u64 hits; };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct locked);
} entries SEC(".maps");

SEC("tc") int call_inside(struct __sk_buff *skb)
{
	u32 key = 0;
	struct locked *v = bpf_map_lookup_elem(&entries, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	// expected-note@-1 {{the lock is taken here}}
	v->hits = bpf_ktime_get_ns();
	// expected-warning@-1 {{'bpf_ktime_get_ns' is called while a spin lock is held [bpf-lock]}}
	// expected-note@-2 {{kernel: "function calls are not allowed while holding a lock"}}
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int forgotten(struct __sk_buff *skb)
{
	u32 key = 0;
	struct locked *v = bpf_map_lookup_elem(&entries, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	// expected-note@-1 {{the lock is taken here}}
	if (v->hits > 100)
		return TC_ACT_SHOT;
		// expected-warning@-1 {{the program ends while a spin lock is held [bpf-lock]}}
		// expected-note@-2 {{kernel: "cannot be used inside bpf_spin_lock-ed region"}}
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int not_taken(struct __sk_buff *skb)
{
	u32 key = 0;
	struct locked *v = bpf_map_lookup_elem(&entries, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_unlock(&v->lock);
	// expected-warning@-1 {{a spin lock is given back that this path did not take [bpf-lock]}}
	// expected-note@-2 {{kernel: "bpf_spin_unlock without taking a lock"}}
	return TC_ACT_OK;
}
