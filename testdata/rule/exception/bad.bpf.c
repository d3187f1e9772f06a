// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Exceptions that cannot be; needs kernel 6.7. */
#include "bpf_min.h"

extern void bpf_throw(u64 cookie) __ksym;

static int called_back(u32 index, void *data)
{
	if (index > 1)
		bpf_throw(index);
	// expected-warning@-1 {{no exception can be thrown out of a function that the kernel calls back [bpf-exception]}}
	// expected-note@-2 {{kernel: "cannot be called from callback subprog"}}
	return 0;
}

SEC("tc") int from_a_callback(struct __sk_buff *skb)
{
	bpf_loop(4, called_back, NULL, 0);
	return TC_ACT_OK;
}

SEC("tc") int inside_rcu(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->mark)
		bpf_throw(1);
	// expected-warning@-1 {{an exception would leave an RCU read section open [bpf-exception]}}
	// expected-note@-2 {{kernel: "bpf_throw cannot be used inside bpf_rcu_read_lock-ed region"}}
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}
