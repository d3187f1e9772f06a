// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Attach targets that are not there, and arguments that they do not have. */
// options: btf=KERNEL
#include "bpf_min.h"

SEC("tp_btf/no_such_event") int event(u64 *ctx)
// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no tracepoint 'no_such_event' [bpf-kernel-btf]}}
// expected-note@-2 {{kernel: "prog 'event': failed to find kernel BTF type ID of 'no_such_event': -3"}}
{
	return 0;
}

SEC("lsm/no_such_hook") int hook(u64 *ctx)
// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no LSM hook 'no_such_hook' [bpf-kernel-btf]}}
// expected-note@-2 {{kernel: "prog 'hook': failed to find kernel BTF type ID of 'no_such_hook': -3"}}
{
	return 0;
}

SEC("iter/no_such_thing") int iterator(u64 *ctx)
// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no iterator 'no_such_thing' [bpf-kernel-btf]}}
// expected-note@-2 {{kernel: "prog 'iterator': failed to find kernel BTF type ID of 'no_such_thing': -3"}}
{
	return 0;
}

SEC("tp_btf/sched_switch") int fifth(u64 *ctx)
{
	return ctx[4] == 1;
	// expected-warning-re@-1 {{'sched_switch' in the kernel of '{{.*}}btf/vmlinux' has 4 arguments, and this reads behind them [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "func 'sched_switch' doesn't have 5-th argument"}}
}

SEC("tp_btf/sched_switch") int far_behind(u64 *ctx)
{
	return ctx[5] == 1;
	// expected-warning-re@-1 {{'sched_switch' in the kernel of '{{.*}}btf/vmlinux' has 4 arguments, and this reads behind them [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "func 'sched_switch' doesn't have 7-th argument"}}
}

SEC("tp_btf/sched_process_exec") int number(u64 *ctx)
{
	struct task_struct *p = (void *)ctx[1];

	return p->pid;
	// expected-warning@-1 {{'p' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}
