// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* All of a member of a kernel object; needs kernel 5.17. */
#include "bpf_min.h"
// expected-no-diagnostics

SEC("tp_btf/task_newtask") int name(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0];

	return bpf_strncmp(task->comm, 16, "bash") + bpf_strncmp(task->comm + 1, 15, "ash");
}
