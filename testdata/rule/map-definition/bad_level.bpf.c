// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps of maps of maps, and one that holds maps like itself. */
#include "bpf_min.h"

struct counters {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
};

struct by_cpu {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct counters);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct by_cpu);
	// expected-warning@-1 {{the maps in map 'by_cpu' hold maps themselves: libbpf takes no more than one level [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "multi-level inner maps not supported"}}
} levels SEC(".maps");

struct endless {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct endless);
	// expected-warning@-1 {{the maps in map 'endless' hold maps themselves: libbpf takes no more than one level [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "multi-level inner maps not supported"}}
} itself SEC(".maps");

SEC("xdp") int pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}
