// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections that are entered and not left, or left and not entered; needs kernel 6.10. */
#include "bpf_min.h"

SEC("tc") int rcu_left_open(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->mark)
		return TC_ACT_SHOT;
		// expected-warning@-1 {{the program ends inside an RCU read section: 'bpf_rcu_read_unlock' is missing on this path [bpf-unbalanced]}}
		// expected-note@-2 {{kernel: "cannot be used inside bpf_rcu_read_lock-ed region"}}
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}

SEC("tc") int rcu_not_entered(struct __sk_buff *skb)
{
	bpf_rcu_read_unlock();
	// expected-warning@-1 {{an RCU read section is left that was not entered [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "unmatched rcu read unlock"}}
	return TC_ACT_OK;
}

SEC("tc") int preemption_off(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	return TC_ACT_OK;
	// expected-warning@-1 {{the program ends with preemption disabled: 'bpf_preempt_enable' is missing on this path [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "cannot be used inside bpf_preempt_disable-ed region"}}
}

SEC("tc") int preemption_not_off(struct __sk_buff *skb)
{
	bpf_preempt_enable();
	// expected-warning@-1 {{preemption is enabled that was not disabled [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "unmatched attempt to enable preemption"}}
	return TC_ACT_OK;
}

static __noinline void enable(void)
{
	bpf_preempt_enable();
	// expected-warning@-1 {{preemption is enabled that was not disabled [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "unmatched attempt to enable preemption"}}
}

SEC("tc") int in_a_function(struct __sk_buff *skb)
{
	enable();
	return TC_ACT_OK;
}
