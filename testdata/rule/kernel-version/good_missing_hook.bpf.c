// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A hook that came between Linux 6.1 and 6.12; not replayed. */
// options: kernel=6.6
// expected-no-diagnostics
#include "bpf_min.h"

SEC("lsm/file_release") int perhaps(u64 *ctx)
{
	return 0;
}
