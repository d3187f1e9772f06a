// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps that are read as if they were values: the kernel gives what it keeps about the map. */
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

SEC("xdp") int read_inner(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = bpf_map_lookup_elem(&outer, &key);

	if (!v)
		return XDP_PASS;
	return *v ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'v' is the inner map, not a value in it: what is read here is the kernel's own record of the map [bpf-map-result]}}
}
