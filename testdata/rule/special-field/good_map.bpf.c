// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A map without types whose lock is but a number, and a kptr where newer kernels take one. */
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_task_release(struct task_struct *p) __ksym;

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct holder {
	struct task_struct __kptr *task;
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
	__type(value, struct holder);
} holders SEC(".maps");

SEC("tc") int counts(struct __sk_buff *skb)
{
	u32 key = 0;
	struct guarded *v = bpf_map_lookup_elem(&recent, &key);

	return v && (v->count || v->lock.val) ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int exchange(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&holders, &key);
	struct task_struct *old;

	if (!h)
		return TC_ACT_OK;
	old = bpf_kptr_xchg(&h->task, NULL);
	if (old)
		bpf_task_release(old);
	return TC_ACT_OK;
}
