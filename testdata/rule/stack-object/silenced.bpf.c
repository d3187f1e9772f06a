// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	struct bpf_dynptr ptr;
	u64 x = 0;

	bpf_dynptr_write(&ptr, 0, &x, sizeof(x), 0); // NOLINT(bpf-stack-object)
	return XDP_PASS;
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=stack-object"))) int whole_program(struct xdp_md *ctx)
{
	struct bpf_dynptr ptr;
	u64 x = 0;

	bpf_dynptr_write(&ptr, 0, &x, sizeof(x), 0);
	return XDP_PASS;
}
