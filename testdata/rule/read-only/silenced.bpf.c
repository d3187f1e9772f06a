// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

const volatile u64 limit = 1;

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	*(volatile u64 *)&limit = ctx->rx_queue_index; // NOLINT(bpf-read-only)
	return XDP_PASS;
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=read-only"))) int whole_program(struct xdp_md *ctx)
{
	*(volatile u64 *)&limit = ctx->rx_queue_index;
	return XDP_PASS;
}
