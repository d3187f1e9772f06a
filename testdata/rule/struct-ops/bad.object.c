// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same in an object: the struct of operations is in its own section, and the members' prototypes in BTF; not replayed. */
#include "bpf_min.h"

struct tcp_congestion_ops {
	unsigned long (*get_info)(struct sock *sk, u32 ext, int *attr, void *info);
	u32 (*ssthresh)(struct sock *sk);
	char name[16];
} __core;

struct sched_ext_ops {
	void (*enqueue)(struct task_struct *p, u64 flags);
	void (*runnable)(struct task_struct *p, u64 flags);
	int (*init)(void);
	char name[128];
} __core;

SEC("struct_ops") unsigned long info(u64 *ctx)
{
	return 0; // finds: struct-ops
}

SEC("struct_ops") u32 ssthresh(u64 *ctx)
{
	return 2;
}

SEC("struct_ops.s/enqueue") int enqueue(u64 *ctx)
{
	return ctx[1] > 4; // finds: struct-ops
}

SEC("struct_ops/runnable") int runnable(u64 *ctx)
{
	return *(u64 *)ctx[1]; // finds: scalar-deref
}

SEC("struct_ops.s/init") int init(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops") struct tcp_congestion_ops congestion = {
	.get_info = (void *)info,
	.ssthresh = (void *)ssthresh,
	.name = "mine",
};

SEC(".struct_ops.link") struct sched_ext_ops scheduler = {
	.enqueue = (void *)enqueue,
	.runnable = (void *)runnable,
	.init = (void *)init,
	.name = "mine",
};
