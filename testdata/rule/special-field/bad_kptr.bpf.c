// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is no object of its type is put into a kptr; needs kernel 6.4. */
#include "bpf_min.h"

struct task_struct whole; /* or BTF would have no more than the name, and the kernel no kptr */

struct holder {
	struct task_struct __kptr_untrusted *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct holder);
} held SEC(".maps");

SEC("tc") int a_number(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&held, &key);

	if (!h)
		return TC_ACT_OK;
	*(volatile u64 *)&h->task = 0xbadc0de;
	// expected-warning@-1 {{a kptr takes a 'struct task_struct *', and this is something else [bpf-special-field]}}
	// expected-note@-2 {{kernel: "invalid kptr access"}}
	return TC_ACT_OK;
}
