// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct inner);
} outer SEC(".maps");

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = bpf_map_lookup_elem(&outer, &key);

	return v ? *v : 0; // NOLINT(bpf-map-result)
}

SEC("xdp") __attribute__((annotate("bpfproof:ignore=map-result"))) int whole_program(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = bpf_map_lookup_elem(&outer, &key);

	return v ? *v : 0;
}
