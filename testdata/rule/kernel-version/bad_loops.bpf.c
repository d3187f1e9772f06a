// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A loop and global variables, before Linux 5.2; not replayed. */
// options: kernel=5.1 pedantic
#include "bpf_min.h"

static int total;

SEC("xdp") int loops(struct xdp_md *ctx)
{
	for (u32 i = 0; i < ctx->rx_queue_index && i < 100; i++)
	// expected-warning@-1 {{loops came with Linux 5.3, and Linux 5.1 does not have them: the compiler must unroll this one [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "back-edge from insn"}}
		total += i;
		// expected-warning@-1 {{global variables came with Linux 5.2, and Linux 5.1 does not have them [bpf-kernel-version]}}
		// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	return XDP_PASS;
}
