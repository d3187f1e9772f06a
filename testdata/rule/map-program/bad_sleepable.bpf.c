// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Linux 5.10 lets sleepable programs use arrays and hashes only; not replayed. */
// options: kernel=5.10
#include "bpf_min.h"

struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u64); } per_cpu SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u64); } plain SEC(".maps");

SEC("lsm.s/file_open") int each(u64 *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&per_cpu, &key) != NULL;
	// expected-warning@-1 {{'per_cpu' (BPF_MAP_TYPE_PERCPU_ARRAY) is for programs that do not sleep on Linux 5.10, but this one may (section "lsm.s/file_open") [bpf-map-program]}}
	// expected-note@-2 {{kernel: "Sleepable programs can only use array"}}
}

SEC("lsm.s/file_open") int one(u64 *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&plain, &key) != NULL;
}
