// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps that another map cannot hold. */
#include "bpf_min.h"

struct counters {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct counters);
} holds_nothing SEC(".maps");
// expected-warning@-1 {{map 'holds_nothing' has inner maps, but BPF_MAP_TYPE_HASH holds none [bpf-map-definition]}}
// expected-note@-2 {{kernel: "should be map-in-map or prog-array"}}

SEC("xdp") int pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}
