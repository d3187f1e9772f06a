// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tp_btf/task_newtask") int on_the_line(u64 *ctx)
{
	u32 i = bpf_get_prandom_u32() & 15;

	return ((char *)bpf_get_current_task_btf())[i]; // NOLINT(bpf-kernel-object)
}

SEC("tp_btf/task_newtask") __attribute__((annotate("bpfproof:ignore=kernel-object"))) int whole_program(u64 *ctx)
{
	u32 i = bpf_get_prandom_u32() & 15;

	return ((char *)bpf_get_current_task_btf())[i];
}
