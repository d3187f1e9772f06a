// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Kernel objects and maps as the kernel keeps them; needs kernel 5.11. */
#include "bpf_min.h"

SEC("tc") int anybody(struct __sk_buff *skb)
{
	bpf_get_current_task_btf()->pid = 1;
	// expected-warning@-1 {{programs may only read kernel objects [bpf-read-only]}}
	// expected-note@-2 {{kernel: "only read is supported"}}
	return 0;
}

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
	// expected-warning@-1 {{programs may only read what the kernel keeps of a map [bpf-read-only]}}
	// expected-note@-2 {{kernel: "only read from"}}
	return 0;
}
