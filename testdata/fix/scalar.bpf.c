// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Reads through numbers. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "GPL";

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
};

SEC("kprobe/do_unlinkat") int one_member(struct pt_regs *ctx)
{
	struct task_struct *t = (void *)ctx->di;

	return t->tgid;
}

SEC("kprobe/do_unlinkat") int two_members(struct pt_regs *ctx)
{
	struct task_struct *t = (void *)ctx->di;
	int tgid = t->real_parent->tgid + 1;

	return tgid;
}

SEC("kprobe/do_unlinkat") int current(struct pt_regs *ctx)
{
	struct task_struct *t = (struct task_struct *)bpf_get_current_task();

	return t->tgid;
}
