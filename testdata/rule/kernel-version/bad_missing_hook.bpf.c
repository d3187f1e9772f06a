// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* An LSM hook that this kernel does not have; since when there is one is not known. Not replayed. */
// options: kernel=6.1
#include "bpf_min.h"

SEC("lsm/file_release") int missing(u64 *ctx)
// expected-warning@-1 {{Linux 6.1 does not have the LSM hook 'file_release' yet [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "prog 'missing': failed to find kernel BTF type ID of 'file_release': -3"}}
{
	return 0;
}

SEC("lsm/file_open") int always_there(u64 *ctx)
{
	return 0;
}
