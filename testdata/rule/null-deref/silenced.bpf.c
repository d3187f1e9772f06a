// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	return *v ? XDP_PASS : XDP_DROP; // NOLINT(bpf-null-deref)
}

SEC("xdp") int on_the_line_above(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	// NOLINTNEXTLINE(bpf-null-deref)
	return *v ? XDP_PASS : XDP_DROP;
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=null-deref"))) int whole_program(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	return *v ? XDP_PASS : XDP_DROP;
}

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wbackend-plugin"
SEC("xdp") int by_pragma(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	return *v ? XDP_PASS : XDP_DROP;
}
#pragma clang diagnostic pop

/* User space sets how many there are (that hazard is silenced here); the first one is always there. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, u32);
	__type(value, u64);
} sized_later SEC(".maps"); // NOLINT(bpf-map-definition)

SEC("xdp") int first_of_some(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&sized_later, &key);

	return *v ? XDP_PASS : XDP_DROP;
}
