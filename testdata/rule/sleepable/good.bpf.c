// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same call in programs that may sleep. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("uprobe.s") int copy(struct pt_regs *ctx)
{
	char text[16];

	return bpf_copy_from_user(text, sizeof(text), (void *)PT_REGS_PARM1(ctx));
}

SEC("syscall") int run_from_user_space(void *ctx)
{
	char text[16];

	return bpf_copy_from_user(text, sizeof(text), NULL);
}

SEC("uprobe") int without_sleeping(struct pt_regs *ctx)
{
	char text[16];

	return bpf_probe_read_user(text, sizeof(text), (void *)PT_REGS_PARM1(ctx));
}
