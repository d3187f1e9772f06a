// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A kptr in a per-CPU array, before Linux 6.1; not replayed. */
// options: kernel=6.0
#include "bpf_min.h"

struct holder {
	struct task_struct __kptr *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct holder);
} holders SEC(".maps");

SEC("tc") int exchange(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&holders, &key);

	if (h)
		return bpf_kptr_xchg(&h->task, NULL) != NULL;
	// expected-warning@-1 {{'bpf_kptr_xchg' finds nothing in 'holders': maps of type BPF_MAP_TYPE_PERCPU_ARRAY do not take a 'kptr' [bpf-special-field]}}
	// expected-note@-2 {{kernel: "map 'holders' has to have BTF in order to use bpf_kptr_xchg"}}
	return TC_ACT_OK;
}
