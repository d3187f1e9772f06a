// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Constant offsets, those of a loop that is unrolled too, and copies; needs kernel 5.11. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tp_btf/task_newtask") int each(u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u64 sum = 0;

#pragma unroll
	for (int i = 0; i < 4; i++)
		sum += ((u32 *)task)[i];
	return sum & 1;
}

SEC("tp_btf/task_newtask") int copied(u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 i = bpf_get_prandom_u32() & 15;
	char copy[16];

	if (bpf_probe_read_kernel(copy, sizeof(copy), (char *)task + 64 + i))
		return 0;
	return copy[i];
}
