// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections left open, and closed without being open. */
#include "bpf_min.h"

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;

SEC("tc") int left_open(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->len > 100)
		return TC_ACT_SHOT;
		// expected-warning@-1 {{the program ends inside an RCU read section: 'bpf_rcu_read_unlock' is missing on this path [bpf-unbalanced]}}
		// expected-note@-2 {{kernel: "cannot be used inside bpf_rcu_read_lock-ed region"}}
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}

SEC("tc") int preemption(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	return TC_ACT_OK;
	// expected-warning@-1 {{the program ends with preemption disabled: 'bpf_preempt_enable' is missing on this path [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "cannot be used inside bpf_preempt_disable-ed region"}}
}

SEC("tc") int not_open(struct __sk_buff *skb)
{
	bpf_rcu_read_unlock();
	// expected-warning@-1 {{an RCU read section is left that was not entered [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "unmatched rcu read unlock"}}
	return TC_ACT_OK;
}
