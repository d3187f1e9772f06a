// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What Linux 5.15 can load, but not attach; not replayed. */
// options: kernel=5.15
#include "bpf_min.h"

SEC("kprobe.multi/do_*") int many(struct pt_regs *ctx)
// expected-warning@-1 {{section "kprobe.multi/do_*" came with Linux 5.18: Linux 5.15 cannot attach it [bpf-kernel-version]}}
{
	return 0;
}
