// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") __attribute__((annotate("bpfproof:ignore=endless-loop"))) int whole_program(struct xdp_md *ctx)
{
	while (1)
		if (bpf_get_prandom_u32() == 5)
			break;
	return XDP_PASS;
}
