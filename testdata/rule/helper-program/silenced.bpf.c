// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	return bpf_get_stackid(ctx, NULL, 0); // NOLINT(bpf-helper-program)
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=helper-program"))) int whole_program(struct xdp_md *ctx)
{
	return bpf_get_stackid(ctx, NULL, 0);
}
