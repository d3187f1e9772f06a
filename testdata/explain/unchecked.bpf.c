// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("xdp") int unchecked(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v;

	if (key > 100)
		return XDP_PASS;
	v = bpf_map_lookup_elem(&counts, &key);
	*v += 1;
	return XDP_PASS;
}
