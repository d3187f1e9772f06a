// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Variables that are shorter than the key: refused too when nothing lies behind them, so not replayed. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u64);
	__type(value, u32);
} numbers SEC(".maps");

SEC("xdp") int short_key(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u32 value = 1;

	bpf_map_update_elem(&numbers, &key, &value, BPF_ANY);
	// expected-warning@-1 {{'bpf_map_update_elem' uses 8 bytes at '&key', the key of map 'numbers' (BPF_MAP_TYPE_HASH), but only 4 are there: the rest is what lies behind it [bpf-map-type]}}
	return XDP_PASS;
}
