// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_throw(u64 cookie) __ksym;

SEC("tc") int on_the_line(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->mark)
		bpf_throw(1); // NOLINT(bpf-exception)
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=exception"))) int whole_program(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->mark)
		bpf_throw(1);
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}
