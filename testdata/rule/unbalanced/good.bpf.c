// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections from beginning to end; needs kernel 6.18 for one in the other. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int rcu(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->mark) {
		bpf_rcu_read_unlock();
		return TC_ACT_SHOT;
	}
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}

SEC("tc") int preemption(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	bpf_preempt_disable();
	skb->mark++;
	bpf_preempt_enable();
	bpf_preempt_enable();
	return TC_ACT_OK;
}

SEC("tc") int both(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_preempt_disable();
	skb->mark++;
	bpf_preempt_enable();
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}

static __noinline void enable(void)
{
	bpf_preempt_enable();
}

SEC("tc") int in_a_function(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	enable();
	return TC_ACT_OK;
}
