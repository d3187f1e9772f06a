// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp_drop") int on_the_line(struct xdp_md *ctx) // NOLINT(bpf-section)
{
	return XDP_PASS;
}

SEC("xdp_pass") __attribute__((annotate("bpfproof:ignore=section"))) int whole_program(struct xdp_md *ctx)
{
	return XDP_PASS;
}
