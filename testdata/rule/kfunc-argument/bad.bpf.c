// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arguments of kfuncs that are not what the kfunc wants; needs kernel 6.7. */
#include "bpf_min.h"

extern struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;

struct on_stack {
	struct task_struct *next;
};

SEC("tp_btf/task_newtask") int not_the_kernels(u64 *ctx)
{
	struct on_stack fake = {};
	struct task_struct *task = bpf_task_acquire((struct task_struct *)&fake);
	// expected-warning@-1 {{argument 1 of 'bpf_task_acquire' must be an object of the kernel's, but '&fake' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "pointer type STRUCT task_struct must point to scalar, or struct with scalar"}}

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tp_btf/task_newtask") int not_held(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0];

	bpf_task_release(task);
	// expected-warning@-1 {{argument 1 of 'bpf_task_release' must be a reference that this program holds, but 'task' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "release kernel function bpf_task_release expects refcounted PTR_TO_BTF_ID"}}
	return 0;
}

struct bpf_cpumask {
	unsigned long bits[4];
};
struct cpumask {
	unsigned long bits[4];
};
extern struct bpf_cpumask *bpf_cpumask_create(void) __ksym;
extern void bpf_cpumask_release(struct bpf_cpumask *cpumask) __ksym;
extern u32 bpf_cpumask_first(const struct cpumask *cpumask) __ksym;

SEC("tp_btf/task_newtask") int released(u64 *ctx)
{
	struct bpf_cpumask *mask = bpf_cpumask_create();

	if (!mask)
		return 0;
	bpf_cpumask_release(mask);
	return bpf_cpumask_first((const struct cpumask *)mask);
	// expected-warning@-1 {{argument 1 of 'bpf_cpumask_first' must be an object of the kernel's, but 'mask' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "type=scalar expected=fp"}}
}
