// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arguments have the types that the kernel's BTF says, whatever the program takes them for; not replayed, because libbpf 1.1 cannot attach to all. */
// options: btf=KERNEL
#include "bpf_min.h"

struct file {
	unsigned f_flags;
} __core;

static struct socket *(*bpf_sock_from_file)(struct file *file) = (void *)162;

SEC("tp_btf/sched_switch") int other(u64 *ctx)
{
	return bpf_sock_from_file((void *)ctx[1]) != NULL;
	// expected-warning-re@-1 {{{{.*}}'bpf_sock_from_file'{{.*}}[bpf-argument-type]}}
	// expected-note-re@-2 {{kernel: "{{.*}}is of type task_struct but file is expected"}}
}

SEC("fentry/vmlinux:no_such_function") int named(u64 *ctx)
// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no function 'vmlinux:no_such_function': the loader must name another, or a program [bpf-kernel-btf]}}
// expected-note@-2 {{kernel: "prog 'named': failed to find kernel BTF type ID of 'vmlinux:no_such_function': -3"}}
{
	return 0;
}

SEC("fentry/vmlinux:do_unlinkat") int third(u64 *ctx)
{
	volatile u64 x = ctx[2];
	// expected-warning-re@-1 {{'do_unlinkat' in the kernel of '{{.*}}btf/vmlinux' has 2 arguments, and this reads behind them [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "func 'do_unlinkat' doesn't have 3-th argument"}}
	return 0;
}
