// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Resilient spin locks: they nest, and their result tells whether they were taken; needs kernel 6.15. */
#include "bpf_min.h"

struct guarded {
	struct bpf_res_spin_lock lock;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps"), others SEC(".maps");

#define BOTH(a, b)                                                        \
	u32 key = 0;                                                      \
	struct guarded *a = bpf_map_lookup_elem(&values, &key);           \
	struct guarded *b = bpf_map_lookup_elem(&others, &key);           \
	if (!a || !b)                                                     \
		return TC_ACT_OK

SEC("tc") int not_looked_at(struct __sk_buff *skb)
{
	BOTH(a, b);
	bpf_res_spin_lock(&a->lock);
	a->count++;
	bpf_res_spin_unlock(&a->lock);
	// expected-warning@-1 {{this lock may not have been taken: check the result of the call that takes it [bpf-lock]}}
	// expected-note@-2 {{kernel: "bpf_res_spin_unlock without taking a lock"}}
	return TC_ACT_OK;
}

SEC("tc") int twice(struct __sk_buff *skb)
{
	BOTH(a, b);
	if (bpf_res_spin_lock(&a->lock))
		return TC_ACT_SHOT;
	if (!bpf_res_spin_lock(&a->lock))
		// expected-warning@-1 {{this lock is held already: 'bpf_res_spin_lock' would wait for ever [bpf-lock]}}
		// expected-note@-2 {{kernel: "Acquiring the same lock again, AA deadlock detected"}}
		bpf_res_spin_unlock(&a->lock);
	bpf_res_spin_unlock(&a->lock);
	return TC_ACT_OK;
}

SEC("tc") int wrong_one(struct __sk_buff *skb)
{
	BOTH(a, b);
	if (bpf_res_spin_lock(&a->lock))
		return TC_ACT_SHOT;
	bpf_res_spin_unlock(&b->lock);
	// expected-warning@-1 {{the lock that is given back is not the one that is held [bpf-lock]}}
	// expected-note@-2 {{kernel: "bpf_res_spin_unlock of different lock"}}
	return TC_ACT_OK;
}

SEC("tc") int wrong_order(struct __sk_buff *skb)
{
	BOTH(a, b);
	if (bpf_res_spin_lock(&a->lock))
		return TC_ACT_SHOT;
	if (bpf_res_spin_lock(&b->lock)) {
		bpf_res_spin_unlock(&a->lock);
		return TC_ACT_SHOT;
	}
	bpf_res_spin_unlock(&a->lock);
	// expected-warning@-1 {{the lock that was taken last has to be given back first [bpf-lock]}}
	// expected-note@-2 {{kernel: "bpf_res_spin_unlock cannot be out of order"}}
	bpf_res_spin_unlock(&b->lock);
	return TC_ACT_OK;
}

SEC("tc") int kept(struct __sk_buff *skb)
{
	BOTH(a, b);
	if (bpf_res_spin_lock(&a->lock))
		return TC_ACT_SHOT;
	a->count++;
	return TC_ACT_OK;
	// expected-warning@-1 {{the program ends while a spin lock is held [bpf-lock]}}
	// expected-note@-2 {{kernel: "cannot be used inside bpf_spin_lock-ed region"}}
}
