// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Exceptions as they should be; needs kernel 6.7. */
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_throw(u64 cookie) __ksym;

SEC("tc") int plain(struct __sk_buff *skb)
{
	if (skb->mark)
		bpf_throw(1);
	return TC_ACT_OK;
}

SEC("tc") int after_rcu(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	skb->mark++;
	bpf_rcu_read_unlock();
	if (skb->mark > 3)
		bpf_throw(0);
	return TC_ACT_OK;
}
