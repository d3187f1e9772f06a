// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A tail call behind a section; needs kernel 6.13. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} programs SEC(".maps");

SEC("tc") int behind_it(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_tail_call(skb, &programs, 0);
	return TC_ACT_OK;
}
