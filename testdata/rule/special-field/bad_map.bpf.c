// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members in maps of types that take none of that kind. */
#include "bpf_min.h"

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct timed {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} recent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct timed);
} timers SEC(".maps");

SEC("tc") int lock(struct __sk_buff *skb)
{
	u32 key = 0;
	struct guarded *v = bpf_map_lookup_elem(&recent, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock);
	// expected-warning@-1 {{'bpf_spin_lock' finds nothing in 'recent': maps of type BPF_MAP_TYPE_LRU_HASH do not take a 'bpf_spin_lock' [bpf-special-field]}}
	// expected-note@-2 {{kernel: "map 'recent' has to have BTF in order to use bpf_spin_lock"}}
	v->count++;
	bpf_spin_unlock(&v->lock);
	return TC_ACT_OK;
}

SEC("tc") int timer(struct __sk_buff *skb)
{
	u32 key = 0;
	struct timed *v = bpf_map_lookup_elem(&timers, &key);

	if (v)
		bpf_timer_init(&v->timer, &timers, 0);
	// expected-warning@-1 {{'bpf_timer_init' finds nothing in 'timers': maps of type BPF_MAP_TYPE_PERCPU_ARRAY do not take a 'bpf_timer' [bpf-special-field]}}
	// expected-note@-2 {{kernel: "map 'timers' has to have BTF in order to use bpf_timer"}}
	return TC_ACT_OK;
}
