// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sums that nobody asks for: the compiler drops what is read for them alone. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("kprobe/do_unlinkat") int adds(struct pt_regs *ctx)
{
	u64 sum = 0;

	sum += *(u32 *)ctx->di;
	sum += *(u32 *)ctx->si;
	return 0;
}

SEC("kprobe/do_unlinkat") int adds_in_a_loop(struct pt_regs *ctx)
{
	u64 sum = 0;

	for (int i = 0; i < 8; i++)
		sum += ((u32 *)ctx->di)[i];
	return 0;
}

SEC("kprobe/do_unlinkat") int multiplies_by_zero(struct pt_regs *ctx)
{
	u64 sum = 0;

	sum += *(u32 *)ctx->di;
	return 0 * sum;
}
