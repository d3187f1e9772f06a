// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One that may not sleep, and one that may; not replayed, because not every kernel has the struct. */
#include "bpf_min.h"

struct sched_ext_ops {
	void (*enqueue)(struct task_struct *p, u64 flags);
	int (*init)(void);
	char name[128];
} __core;

SEC("struct_ops.s/enqueue") int enqueue(u64 *ctx)
// expected-warning@-1 {{'enqueue' of 'struct sched_ext_ops' cannot be a program that may sleep [bpf-struct-ops]}}
// expected-note@-2 {{kernel: "attach to unsupported member enqueue of struct sched_ext_ops"}}
{
	return 0;
}

SEC("struct_ops.s/init") int init(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops.link") struct sched_ext_ops mine = {
	.enqueue = (void *)enqueue,
	.init = (void *)init,
	.name = "mine",
};
