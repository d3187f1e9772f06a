// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Spin locks: too long, twice, or without having them. */
#include "bpf_graph.h"

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

SEC("tc") int another_lock(struct __sk_buff *skb)
{
	u32 key = skb->mark, next = key + 1;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);
	struct guarded *w = bpf_map_lookup_elem(&values, &next);

	if (!v || !w)
		return TC_ACT_OK;
	bpf_spin_lock(&v->lock); // expected-note {{the lock is taken here}}
	v->count++;
	bpf_spin_unlock(&w->lock);
	// expected-warning@-1 {{the lock that is given back is not the one that is held [bpf-lock]}}
	// expected-note@-2 {{kernel: "bpf_spin_unlock of different lock"}}
	return TC_ACT_OK;
}

SEC("tc") int no_lock_there(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return TC_ACT_OK;
	bpf_spin_lock((void *)&v->count);
	// expected-warning@-1 {{this is not where the object has its spin lock [bpf-lock]}}
	// expected-note@-2 {{kernel: "off 4 doesn't point to 'struct bpf_spin_lock' that is at 0"}}
	bpf_spin_unlock((void *)&v->count);
	return TC_ACT_OK;
}

struct item {
	struct bpf_list_node node;
	u64 count;
};

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head list __contains(item, node);
private(B) struct bpf_spin_lock elsewhere;

SEC("tc") int unguarded(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_list_push_front(&list, &new->node);
	// expected-warning@-1 {{'bpf_list_push_front_impl' needs the spin lock that guards this list, and no lock is held here [bpf-lock]}}
	// expected-note@-2 {{kernel: "must be held for bpf_list_head"}}
	return TC_ACT_OK;
}

SEC("tc") int wrongly_guarded(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&elsewhere); // expected-note {{the lock is taken here}}
	bpf_list_push_front(&list, &new->node);
	// expected-warning@-1 {{the lock that is held does not guard this list: it lies in another object [bpf-lock]}}
	// expected-note@-2 {{kernel: "held lock and object are not in the same allocation"}}
	bpf_spin_unlock(&elsewhere);
	return TC_ACT_OK;
}
