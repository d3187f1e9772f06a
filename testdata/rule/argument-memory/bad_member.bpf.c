// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* More bytes than a member of a kernel object has; needs kernel 5.17. */
#include "bpf_min.h"

SEC("tp_btf/task_newtask") int name(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0];

	return bpf_strncmp(task->comm, 17, "bash");
	// expected-warning@-1 {{'bpf_strncmp' may use 17 bytes at 'task->comm', which is more than is left of the member 'comm' (16 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "access beyond the end of member comm"}}
}

SEC("tp_btf/task_newtask") int end_of_name(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0];

	return bpf_strncmp(task->comm + 1, 16, "ash");
	// expected-warning@-1 {{'bpf_strncmp' may use 16 bytes at 'task->comm[1]', which is more than is left of the member 'comm' (15 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "access beyond the end of member comm"}}
}
