// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_task_release(struct task_struct *p) __ksym;

SEC("tp_btf/task_newtask") int on_the_line(u64 *ctx)
{
	bpf_task_release((struct task_struct *)ctx[0]); // NOLINT(bpf-kfunc-argument)
	return 0;
}

SEC("tp_btf/task_newtask") __attribute__((annotate("bpfproof:ignore=kfunc-argument"))) int whole_program(u64 *ctx)
{
	bpf_task_release((struct task_struct *)ctx[0]);
	return 0;
}
