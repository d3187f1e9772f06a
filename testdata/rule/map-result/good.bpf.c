// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Inner maps used as maps; a map's own record, where that is meant. */
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

struct bpf_map {
	u32 max_entries;
} __core;

SEC("xdp") int two_lookups(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex, slot = ctx->rx_queue_index;
	void *map = bpf_map_lookup_elem(&outer, &key);
	u64 *v;

	if (!map)
		return XDP_PASS;
	v = bpf_map_lookup_elem(map, &slot);
	if (!v)
		return XDP_PASS;
	*v += 1;
	return XDP_PASS;
}

SEC("xdp") int how_large(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct bpf_map *map = bpf_map_lookup_elem(&outer, &key);

	if (!map)
		return XDP_PASS;
	return map->max_entries > 1 ? XDP_PASS : XDP_DROP;
}
