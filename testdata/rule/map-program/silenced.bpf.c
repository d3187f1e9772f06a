// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct locked { struct bpf_spin_lock lock; u64 hits; };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct locked);
} entries SEC(".maps");

SEC("kprobe/do_nanosleep") int on_the_line(struct pt_regs *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&entries, &key) != NULL; // NOLINT(bpf-map-program)
}
