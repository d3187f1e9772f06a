// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the kernel has, what the program can do without, and a section that libbpf does not know; not replayed. */
// options: btf=KERNEL
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_no_such_kfunc(void) __ksym __attribute__((weak));

SEC("tp_btf/sched_switch") int fourth(u64 *ctx)
{
	struct task_struct *next = (void *)ctx[2];

	return next->pid == (int)ctx[3];
}

SEC("tp_btf/sched_switch") int locked(u64 *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	if (bpf_no_such_kfunc)
		bpf_no_such_kfunc();
	return 0;
}

static __always_inline int inner(u64 *ctx, u64 preempt, unsigned short fifth)
{
	return preempt != 0;
}

SEC("of_no_known_type") int typeless(u64 *ctx)
{
	return 0;
}

/* what is handed on but not used, compilers do not read */
SEC("tp_btf/sched_switch") int unused_fifth(u64 *ctx)
{
	return inner(ctx, ctx[0], (unsigned short)ctx[4]);
}
