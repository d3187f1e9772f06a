// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What __kptr and __kptr_untrusted are since Linux 6.4, was __kptr_ref and __kptr before; not replayed. */
// options: kernel=6.1
#include "bpf_min.h"

struct task_struct whole; /* or BTF would have no more than the name, and the kernel no kptr */

struct holder {
	struct task_struct __attribute__((btf_type_tag("kptr"))) *seen;
	struct task_struct __attribute__((btf_type_tag("kptr_ref"))) *kept;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct holder);
} held SEC(".maps");

SEC("tc") int forget(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&held, &key);

	if (!h)
		return TC_ACT_OK;
	*(volatile u64 *)&h->seen = 0;
	*(volatile u64 *)&h->kept = 0;
	// expected-warning@-1 {{an owned kptr is only changed by bpf_kptr_xchg() [bpf-special-field]}}
	// expected-note@-2 {{kernel: "store to referenced kptr disallowed"}}
	return TC_ACT_OK;
}
