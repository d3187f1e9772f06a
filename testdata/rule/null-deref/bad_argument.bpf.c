// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a tracepoint, or a member of a struct of operations, is given may be null where the kernel says so; needs kernel 6.18. */
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

	return task->pid == holder->pid;
	// expected-warning@-1 {{'holder' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'trusted_ptr_or_null_'"}}
}

SEC("tp_btf/kfree_skb") int freed(u64 *ctx)
{
	struct sock *receiver = (struct sock *)ctx[3];

	return receiver->__sk_common.skc_family;
	// expected-warning@-1 {{'receiver' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'trusted_ptr_or_null_'"}}
}

SEC("struct_ops/test_1") int one(u64 *ctx)
{
	struct bpf_dummy_ops_state *state = (struct bpf_dummy_ops_state *)ctx[0];

	return state->val;
	// expected-warning@-1 {{'state' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'trusted_ptr_or_null_'"}}
}

SEC(".struct_ops") struct bpf_dummy_ops dummy = {
	.test_1 = (void *)one,
};
