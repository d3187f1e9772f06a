// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members and structs that the kernel does not have. */
// options: btf=KERNEL
#include "bpf_min.h"

struct task_struct___older {
	int no_such_member;
} __core;

struct no_such_struct {
	int member;
} __core;

SEC("tp_btf/sched_switch") int member(u64 *ctx)
{
	struct task_struct___older *prev = (void *)ctx[1];

	return prev->no_such_member;
	// expected-warning-re@-1 {{'struct task_struct' in the kernel of '{{.*}}btf/vmlinux' has no member 'no_such_member' [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "failed to resolve CO-RE relocation"}}
}

SEC("kprobe/do_unlinkat") int record(struct pt_regs *ctx)
{
	struct no_such_struct *p = (void *)PT_REGS_PARM1(ctx);
	int v = 0;

	bpf_probe_read_kernel(&v, sizeof(v), &p->member);
	// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no 'struct no_such_struct' [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "failed to resolve CO-RE relocation"}}
	return v;
}
