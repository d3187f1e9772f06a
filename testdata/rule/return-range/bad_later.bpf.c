// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a work queue runs returns 0; needs kernel 6.16. */
#include "bpf_min.h"

extern int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags) __ksym;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int(callback_fn)(void *map, int *key, void *value), unsigned int flags, void *aux__prog) __ksym;

struct job {
	struct bpf_wq work;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct job);
} jobs SEC(".maps");

static int once(void *map, int *key, void *value)
{
	struct job *j = value;

	j->count++;
	return 1;
	// expected-warning@-1 {{the result is 1, but a callback must return a value in [0, 0] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 0]"}}
}

SEC("tc") int queued(struct __sk_buff *skb)
{
	u32 key = 0;
	struct job *j = bpf_map_lookup_elem(&jobs, &key);

	if (j && !bpf_wq_init(&j->work, &jobs, 0))
		bpf_wq_set_callback_impl(&j->work, once, 0, NULL);
	return TC_ACT_OK;
}
