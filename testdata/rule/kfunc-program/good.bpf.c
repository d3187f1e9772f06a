// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Kfuncs where they may be called, and calls that are never reached. */
// expected-no-diagnostics
#include "bpf_min.h"

struct task_struct;

extern struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *x, u64 flags, struct bpf_dynptr *ptr) __ksym;

SEC("tp_btf/sched_switch") int task(unsigned long long *ctx)
{
	struct task_struct *task = bpf_task_from_pid(1);

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("syscall") int by_hand(void *ctx)
{
	struct task_struct *task = bpf_task_from_pid(1);

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("xdp") int frame(struct xdp_md *ctx)
{
	struct bpf_dynptr frame;

	bpf_dynptr_from_xdp(ctx, 0, &frame);
	return XDP_PASS;
}

SEC("socket") int any(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("raw_tp/sched_switch") int never(void *ctx)
{
	if (0)
		bpf_task_release(bpf_task_from_pid(1));
	return 0;
}
