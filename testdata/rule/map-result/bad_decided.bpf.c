// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is read of the map itself decides whether it is written. */
#include "bpf_min.h"

struct bpf_map {
	u32 max_entries;
} __core;

struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u32); } counts SEC(".maps");

SEC("tc") int own_map(struct __sk_buff *skb)
{
	struct bpf_map *map = (struct bpf_map *)&counts;

	if (map->max_entries > 1)
		return 1;
	map->max_entries = 2;
	// expected-warning@-1 {{'map' is the map itself, not a value in it: it cannot be written [bpf-map-result]}}
	// expected-note@-2 {{kernel: "only read from "}}
	return 0;
}
