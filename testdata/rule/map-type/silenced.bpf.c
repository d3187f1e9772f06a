// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	u64 key = 1;

	return bpf_map_lookup_elem(&numbers, &key) ? XDP_PASS : XDP_DROP; // NOLINT(bpf-map-type)
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=map-type"))) int whole_program(struct xdp_md *ctx)
{
	u64 key = 1;

	return bpf_map_lookup_elem(&numbers, &key) ? XDP_PASS : XDP_DROP;
}
