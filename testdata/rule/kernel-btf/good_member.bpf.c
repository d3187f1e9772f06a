// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members that the kernel has, also inside of unnamed ones, and what is asked for before. */
// options: btf=KERNEL
// expected-no-diagnostics
#include "bpf_min.h"

struct task_struct___older {
	int pid;
	int no_such_member;
} __core;

struct page {
	unsigned long flags;
	unsigned long private;
} __core;

SEC("tp_btf/sched_switch") int asks(u64 *ctx)
{
	struct task_struct___older *prev = (void *)ctx[1];

	if (__builtin_preserve_field_info(prev->no_such_member, 2))
		return prev->no_such_member;
	return prev->pid;
}

SEC("kprobe/do_unlinkat") int unnamed(struct pt_regs *ctx)
{
	struct page *p = (void *)PT_REGS_PARM1(ctx);
	unsigned long v = 0;

	bpf_probe_read_kernel(&v, sizeof(v), &p->private);
	return v == 1;
}
