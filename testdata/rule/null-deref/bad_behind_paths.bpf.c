// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The side of a branch that is followed first has more paths than anybody follows: what no path came to before still gets its turn. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, u32);
	__type(value, char[1 << 16]);
	__uint(max_entries, 1);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, u64);
	__uint(max_entries, 16);
} counts SEC(".maps");

#define FLIP(bit) if (bpf_get_prandom_u32() & 1) at |= 1 << bit

SEC("xdp") int prog(struct xdp_md *ctx)
{
	u32 key = 0, at = 0;
	u64 *count = bpf_map_lookup_elem(&counts, &key);
	char *bytes = bpf_map_lookup_elem(&table, &key);

	if (!bytes)
		return XDP_ABORTED;
	if (ctx->ingress_ifindex != 1) {
		FLIP(0); FLIP(1); FLIP(2); FLIP(3); FLIP(4); FLIP(5); FLIP(6); FLIP(7);
		FLIP(8); FLIP(9); FLIP(10); FLIP(11); FLIP(12); FLIP(13);
		bytes[at]++;
		return XDP_DROP;
	}
	*count += 1;
	// expected-warning@-1 {{'count' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}
