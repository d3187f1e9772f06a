// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Kfuncs that ask for nothing, but know their argument by the kind of pointer, which one that may be null is not; needs kernel 6.15. */
#include "bpf_min.h"

extern int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags) __ksym;

struct job {
	struct bpf_wq work;
	u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct job);
} jobs SEC(".maps");

struct guarded {
	struct bpf_res_spin_lock lock;
	u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} counts SEC(".maps");

SEC("tc") int work_queue(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	bpf_wq_init(&job->work, &jobs, 0);
	// expected-warning@-1 {{'job' may be null here: 'bpf_wq_init' wants a valid pointer as argument 1 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "doesn't point to a map value"}}
	return 0;
}

SEC("tc") int resilient_lock(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct guarded *found = bpf_map_lookup_elem(&counts, &key);

	if (bpf_res_spin_lock(&found->lock))
		// expected-warning@-1 {{'found' may be null here: 'bpf_res_spin_lock' wants a valid pointer as argument 1 [bpf-null-deref]}}
		// expected-note@-2 {{kernel: "doesn't point to map value or allocated object"}}
		return 0;
	bpf_res_spin_unlock(&found->lock);
	return 0;
}
