// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int on_the_line(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	return TC_ACT_OK; // NOLINT(bpf-unbalanced)
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=unbalanced"))) int whole_program(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	return TC_ACT_OK;
}
