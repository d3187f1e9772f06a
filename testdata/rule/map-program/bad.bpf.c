// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps with locks in programs that trace. */
#include "bpf_min.h"

struct locked { struct bpf_spin_lock lock; u64 hits; };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct locked);
} entries SEC(".maps");

SEC("kprobe/do_nanosleep") int traced(struct pt_regs *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&entries, &key) != NULL;
	// expected-warning@-1 {{'entries' holds a 'struct bpf_spin_lock': programs of type BPF_PROG_TYPE_KPROBE cannot use such a map [bpf-map-program]}}
	// expected-note@-2 {{kernel: "tracing progs cannot use bpf_spin_lock yet"}}
}
