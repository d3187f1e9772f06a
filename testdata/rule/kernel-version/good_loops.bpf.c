// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A loop and global variables, on one that has them; not replayed. */
// options: kernel=5.3 pedantic
// expected-no-diagnostics
#include "bpf_min.h"

static int total;

SEC("xdp") int loops(struct xdp_md *ctx)
{
	for (u32 i = 0; i < ctx->rx_queue_index && i < 100; i++)
		total += i;
	return XDP_PASS;
}
