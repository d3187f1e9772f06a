// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A tail call out of a section; needs kernel 6.13. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} programs SEC(".maps");

SEC("tc") int in_rcu(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_tail_call(skb, &programs, 0);
	// expected-warning@-1 {{a tail call would leave an RCU read section open [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "tail_call cannot be used inside bpf_rcu_read_lock-ed region"}}
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}
