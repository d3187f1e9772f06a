// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("uprobe") int on_the_line(struct pt_regs *ctx)
{
	char text[16];

	return bpf_copy_from_user(text, sizeof(text), (void *)PT_REGS_PARM1(ctx)); // NOLINT(bpf-sleepable)
}

SEC("uprobe") __attribute__((annotate("bpfproof:ignore=sleepable"))) int whole_program(struct pt_regs *ctx)
{
	char text[16];

	return bpf_copy_from_user(text, sizeof(text), (void *)PT_REGS_PARM1(ctx));
}
