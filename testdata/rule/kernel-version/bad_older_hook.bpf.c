// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* An LSM hook that is newer than the kernel, and one that this kernel still has; not replayed. */
// options: kernel=6.12
#include "bpf_min.h"

SEC("lsm/inode_getlsmprop") int newer(u64 *ctx)
// expected-warning@-1 {{LSM hook 'inode_getlsmprop' came with Linux 6.13, and Linux 6.12 does not have it [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "prog 'newer': failed to find kernel BTF type ID of 'inode_getlsmprop': -3"}}
{
	return 0;
}

SEC("lsm/inode_getsecid") int still_there(u64 *ctx)
{
	return 0;
}

SEC("?lsm/inode_getlsmprop") int left_out(u64 *ctx)
{
	return 0;
}
