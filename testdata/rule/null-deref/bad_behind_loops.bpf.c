// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Loops that count to their end, and leave a path open at every turn: what stands behind them is as certain as what stands before. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, u64);
	__uint(max_entries, 1024);
} counts SEC(".maps");

#define ROUND(start)                                                                                                                                  \
	for (u32 i = 0; i < 150; i++) {                                                                                                               \
		u32 at = i + start;                                                                                                                   \
		u64 *one = bpf_map_lookup_elem(&counts, &at);                                                                                         \
                                                                                                                                                      \
		if (!one)                                                                                                                             \
			return XDP_ABORTED;                                                                                                           \
		*one += 1;                                                                                                                            \
	}

SEC("xdp") int prog(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *count = bpf_map_lookup_elem(&counts, &key);

	ROUND(0)
	ROUND(150)
	ROUND(300)
	*count += 1;
	// expected-warning@-1 {{'count' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}
