// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A type of maps that no other map may hold; not replayed, because libbpfs print the error in different ways. */
#include "bpf_min.h"

struct jumps {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct jumps);
} tables SEC(".maps");
// expected-warning@-1 {{map 'tables' holds maps of type BPF_MAP_TYPE_PROG_ARRAY, which cannot be in another map [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: "}}

SEC("xdp") int pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}
