// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("kprobe/do_unlinkat") int on_the_line(struct pt_regs *ctx)
{
	struct task_struct *t = (struct task_struct *)PT_REGS_PARM1(ctx);

	return t->pid; // NOLINT(bpf-scalar-deref)
}

SEC("kprobe/do_unlinkat") __attribute__((annotate("bpfproof:ignore=scalar-deref"))) int whole_program(struct pt_regs *ctx)
{
	struct task_struct *t = (struct task_struct *)PT_REGS_PARM1(ctx);

	return t->pid;
}
