// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps that are written as if they were values. */
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

SEC("xdp") int write_inner(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = bpf_map_lookup_elem(&outer, &key);
	// expected-note@-1 {{'v' is the result of 'bpf_map_lookup_elem' on 'outer' (BPF_MAP_TYPE_HASH_OF_MAPS)}}

	if (!v)
		return XDP_PASS;
	*v = 1;
	// expected-warning@-1 {{'v' is the inner map, not a value in it: it cannot be written [bpf-map-result]}}
	// expected-note@-2 {{kernel: "only read from "}}
	return XDP_PASS;
}

SEC("xdp") int count_in_inner(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = bpf_map_lookup_elem(&outer, &key);

	if (v)
		__sync_fetch_and_add(v, 1);
		// expected-warning@-1 {{'v' is the inner map, not a value in it: it cannot be written [bpf-map-result]}}
		// expected-note@-2 {{kernel: "only read from "}}
	return XDP_PASS;
}

SEC("xdp") int write_map(struct xdp_md *ctx)
{
	*(volatile u32 *)&outer = 1;
	// expected-warning@-1 {{is the map itself, not a value in it: it cannot be written [bpf-map-result]}}
	// expected-note@-2 {{kernel: "only read from "}}
	return XDP_PASS;
}
