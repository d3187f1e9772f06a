// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} numbers SEC(".maps");

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &numbers, 0); // NOLINT(bpf-map-helper)
	return XDP_PASS;
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=map-helper"))) int whole_program(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &numbers, 0);
	return XDP_PASS;
}
