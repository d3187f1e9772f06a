// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Offsets that no member lies at; needs kernel 5.11. */
#include "bpf_min.h"

SEC("tp_btf/task_newtask") int indexed(u64 *ctx)
{
	char *task = (char *)bpf_get_current_task_btf();
	// expected-note@-1 {{'task' is the result of 'bpf_get_current_task_btf'}}
	u32 i = bpf_get_prandom_u32() & 15;

	return task[64 + i];
	// expected-warning@-1 {{'task[64 + i]' lies at an offset in a 'struct task_struct' that is not a constant: the kernel only lets its members be read by name [bpf-kernel-object]}}
	// expected-note@-2 {{copy what is needed with 'bpf_probe_read_kernel', whose result may be indexed}}
	// expected-note@-3 {{kernel: "invalid variable offset"}}
}

SEC("tp_btf/task_newtask") int in_front(u64 *ctx)
{
	u64 *task = (u64 *)bpf_get_current_task_btf();

	return task[-1] & 1;
	// expected-warning@-1 {{'task[-1]' lies 8 bytes in front of a 'struct task_struct' [bpf-kernel-object]}}
	// expected-note@-2 {{kernel: "invalid negative access"}}
}

SEC("tp_btf/task_newtask") int handed(u64 *ctx)
{
	char *task = (char *)bpf_get_current_task_btf();
	// expected-note@-1 {{'task' is the result of 'bpf_get_current_task_btf'}}
	u32 i = bpf_get_prandom_u32() & 8;

	bpf_trace_printk(task + i, 8);
	// expected-warning@-1 {{argument 1 of 'bpf_trace_printk' must be a kernel object, or lie at a constant offset in one, but 'task[i]' does not [bpf-kernel-object]}}
	// expected-note@-2 {{kernel: "variable "}}
	return 0;
}
