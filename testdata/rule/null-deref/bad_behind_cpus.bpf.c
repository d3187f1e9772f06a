// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* How many CPUs there are only the loading kernel knows, but the first one is there in all of them. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, u64);
	__uint(max_entries, 1024);
} counts SEC(".maps");

u32 speed[128];

SEC("xdp") int bounded(struct xdp_md *ctx)
{
	u32 key = 0, cpu = bpf_get_smp_processor_id();
	u64 *count = bpf_map_lookup_elem(&counts, &key);

	if (cpu >= 128)
		return XDP_ABORTED;
	*count += 1;
	// expected-warning@-1 {{'count' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

/* The other way round, and what stands in memory is any number, whichever CPU's it is. */
SEC("xdp") int looked_up(struct xdp_md *ctx)
{
	u32 key = 0, cpu = bpf_get_smp_processor_id();
	u64 *count = bpf_map_lookup_elem(&counts, &key);

	if (128 > cpu && speed[cpu] > 1000) {
		*count += 1;
		// expected-warning@-1 {{'count' may be null here: it is read through without a check [bpf-null-deref]}}
		// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	}
	return XDP_PASS;
}
