// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same arguments where they are checked, before or after their type is known, and others that are never null; needs kernel 6.18. */
// expected-no-diagnostics
#include "bpf_min.h"

struct bpf_dummy_ops_state {
	int val;
} __core;

struct bpf_dummy_ops {
	int (*test_1)(struct bpf_dummy_ops_state *cb);
};

SEC("tp_btf/sched_pi_setprio") int priority(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0], *holder = (struct task_struct *)ctx[1];

	return holder && task->pid == holder->pid;
}

SEC("tp_btf/kfree_skb") int freed(u64 *ctx)
{
	struct sock *receiver;

	if (!ctx[3])
		return 0;
	receiver = (struct sock *)ctx[3];
	return receiver->__sk_common.skc_family;
}

SEC("struct_ops/test_1") int one(u64 *ctx)
{
	struct bpf_dummy_ops_state *state = (struct bpf_dummy_ops_state *)ctx[0];

	return state ? state->val : 0;
}

SEC(".struct_ops") struct bpf_dummy_ops dummy = {
	.test_1 = (void *)one,
};
