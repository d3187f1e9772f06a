// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Null is put into a kptr; needs kernel 6.4. */
// expected-no-diagnostics
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

SEC("tc") int null(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&held, &key);

	if (!h)
		return TC_ACT_OK;
	*(volatile u64 *)&h->task = 0;
	return TC_ACT_OK;
}
