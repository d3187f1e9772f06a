// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A program that may sleep, behind a section where it may not; needs kernel 6.15. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("uprobe.s") int behind_it(struct pt_regs *ctx)
{
	char local[16];

	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return (int)bpf_copy_from_user(local, sizeof(local), (void *)PT_REGS_PARM1(ctx));
}
