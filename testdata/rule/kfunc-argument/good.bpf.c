// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arguments of kfuncs as they should be; needs kernel 6.7. */
// expected-no-diagnostics
#include "bpf_min.h"

extern struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
extern struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;

SEC("tp_btf/task_newtask") int trusted(u64 *ctx)
{
	struct task_struct *task = bpf_task_acquire((struct task_struct *)ctx[0]);

	if (task)
		bpf_task_release(task);
	return 0;
}

/* A member that RCU protects is as good where the kfunc says so. */
SEC("tp_btf/task_newtask") int under_rcu(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0], *parent;

	bpf_rcu_read_lock();
	parent = bpf_task_acquire(task->real_parent);
	bpf_rcu_read_unlock();
	if (parent)
		bpf_task_release(parent);
	return 0;
}

SEC("tp_btf/task_newtask") int by_number(u64 *ctx)
{
	struct task_struct *task = bpf_task_from_pid(((struct task_struct *)ctx[0])->pid);

	if (task)
		bpf_task_release(task);
	return 0;
}
