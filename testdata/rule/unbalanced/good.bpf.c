// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections that every path closes. */
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;

SEC("tc") int balanced(struct __sk_buff *skb)
{
	int verdict = TC_ACT_OK;

	bpf_rcu_read_lock();
	if (skb->len > 100)
		verdict = TC_ACT_SHOT;
	bpf_rcu_read_unlock();
	return verdict;
}

SEC("tc") int nested(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	bpf_preempt_disable();
	bpf_preempt_enable();
	bpf_preempt_enable();
	return TC_ACT_OK;
}
