// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A member that the struct of Linux 6.16 does not have yet: the loader may have cleared it; not replayed. */
// options: kernel=6.16 pedantic
#include "bpf_min.h"

struct cgroup;

struct sched_ext_ops {
	void (*cgroup_set_weight)(struct cgroup *cgrp, u32 weight);
	void (*cgroup_set_bandwidth)(struct cgroup *cgrp, u64 period, u64 quota, u64 burst);
	char name[128];
} __core;

SEC("struct_ops/weight") int weight(u64 *ctx)
{
	return 0;
}

SEC("struct_ops/bandwidth") int bandwidth(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops.link") struct sched_ext_ops mine = {
	// expected-warning@-1 {{'cgroup_set_bandwidth' of 'struct sched_ext_ops' came with Linux 6.17, and Linux 6.16 does not have it [bpf-struct-ops]}}
	// expected-note@-2 {{kernel: "struct_ops init_kern mine: Cannot find member cgroup_set_bandwidth in kernel BTF"}}
	.cgroup_set_weight = (void *)weight,
	.cgroup_set_bandwidth = (void *)bandwidth,
	.name = "mine",
};
