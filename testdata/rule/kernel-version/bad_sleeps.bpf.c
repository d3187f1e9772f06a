// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Programs that may sleep, before Linux 5.10; not replayed. */
// options: kernel=5.9
#include "bpf_min.h"

SEC("lsm.s/file_open") int sleeps(u64 *ctx)
// expected-warning@-1 {{section "lsm.s/file_open" came with Linux 5.10, and Linux 5.9 does not have it [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "failed to load: -22"}}
{
	return 0;
}

SEC("lsm/file_open") int does_not(u64 *ctx)
{
	return 0;
}
