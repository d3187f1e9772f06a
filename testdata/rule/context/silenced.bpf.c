// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	ctx->ingress_ifindex = 1; // NOLINT(bpf-context)
	return XDP_PASS;
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=context"))) int whole_program(struct xdp_md *ctx)
{
	ctx->ingress_ifindex = 1;
	return XDP_PASS;
}
