// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the kernel calls __ref in its stub is owned by the program; not replayed, because it takes a type of struct_ops that has it. */
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_task_release(struct task_struct *p) __ksym;

SEC("struct_ops/take") int take(u64 *ctx)
{
	bpf_task_release((struct task_struct *)ctx[1]);
	return 0;
}
