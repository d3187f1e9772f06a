// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A struct that Linux 6.11 does not have yet; not replayed. */
// options: kernel=6.11
#include "bpf_min.h"

struct sched_ext_ops {
	int (*init)(void);
	char name[128];
} __core;

SEC("struct_ops/init") int init(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops.link") struct sched_ext_ops mine = {
	// expected-warning@-1 {{programs for 'struct sched_ext_ops' came with Linux 6.12, and Linux 6.11 does not have them [bpf-struct-ops]}}
	// expected-note@-2 {{kernel: "struct_ops init_kern: struct sched_ext_ops is not found in kernel BTF"}}
	.init = (void *)init,
	.name = "mine",
};
