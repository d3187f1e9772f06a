// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* LSM hooks and a kfunc that kernels had once; not replayed, because programs for LSM hooks need a kernel that was told to run them. */
// options: kernel=6.17
#include "bpf_min.h"

struct cgroup;
extern void cgroup_rstat_updated(struct cgroup *cgrp, int cpu) __ksym;

SEC("lsm/inode_getsecid") int gone(u64 *ctx)
// expected-warning@-1 {{LSM hook 'inode_getsecid' is no more since Linux 6.13, and this is for Linux 6.17 [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "prog 'gone': failed to find kernel BTF type ID of 'inode_getsecid': -3"}}
{
	return 0;
}

SEC("lsm/inode_file_getattr") int there(u64 *ctx)
{
	return 0;
}

SEC("tp_btf/cgroup_mkdir") int renamed(u64 *ctx)
{
	struct cgroup *cgrp = (void *)ctx[0];

	cgroup_rstat_updated(cgrp, 0);
	// expected-warning@-1 {{kfunc 'cgroup_rstat_updated' is no more since Linux 6.16, and this is for Linux 6.17 [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "extern (func ksym) 'cgroup_rstat_updated': not found in kernel or module BTFs"}}
	return 0;
}
