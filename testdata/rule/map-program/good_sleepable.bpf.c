// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same on Linux 5.15, of which it is not known, and on newer ones; not replayed. */
// options: kernel=5.15
// expected-no-diagnostics
#include "bpf_min.h"

struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u64); } per_cpu SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u64); } plain SEC(".maps");

SEC("lsm.s/file_open") int each(u64 *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&per_cpu, &key) != NULL;
}
