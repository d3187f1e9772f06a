// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data;

	return data[0]; // NOLINT(bpf-bounds)
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=bounds"))) int whole_program(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data;

	return data[0];
}
