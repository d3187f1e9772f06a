// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What older kernels lack, on one that has it; not replayed. */
// options: kernel=6.6
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("xdp") int whole(struct xdp_md *ctx)
{
	u32 key;

	return bpf_map_lookup_elem(&counts, &key) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int divides(struct xdp_md *ctx)
{
	return (s32)ctx->ingress_ifindex / (s32)ctx->rx_queue_index > 0;
}

SEC("xdp") int atomic(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *value = bpf_map_lookup_elem(&counts, &key);

	return value ? __sync_fetch_and_add(value, 1) & 1 : XDP_PASS;
}
