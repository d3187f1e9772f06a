// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Programs that may sleep, but not everywhere; needs kernel 6.15. */
#include "bpf_min.h"

static char text[16];

SEC("uprobe.s") int in_rcu(struct pt_regs *ctx)
{
	char local[16];

	bpf_rcu_read_lock();
	bpf_copy_from_user(local, sizeof(local), (void *)PT_REGS_PARM1(ctx));
	// expected-warning@-1 {{'bpf_copy_from_user' may sleep, and is called inside an RCU read section [bpf-sleepable]}}
	// expected-note@-2 {{kernel: "sleepable helper bpf_copy_from_user#148 in rcu_read_lock region"}}
	bpf_rcu_read_unlock();
	return 0;
}

__attribute__((noinline)) int sleeps(u64 from)
{
	return (int)bpf_copy_from_user(text, sizeof(text), (void *)from);
}

SEC("uprobe.s") int in_a_function(struct pt_regs *ctx)
{
	int err;

	bpf_preempt_disable();
	err = sleeps(PT_REGS_PARM1(ctx));
	// expected-warning@-1 {{'sleeps' may sleep, and is called with preemption disabled [bpf-sleepable]}}
	// expected-note@-2 {{kernel: "global functions that may sleep are not allowed in non-sleepable context"}}
	bpf_preempt_enable();
	return err;
}
