// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

SEC("kprobe/do_unlinkat") int on_the_line(struct pt_regs *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&values, &key) != NULL; // NOLINT(bpf-map-program)
}

SEC("kprobe/do_unlinkat") __attribute__((annotate("bpfproof:ignore=map-program"))) int whole_program(struct pt_regs *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&values, &key) != NULL;
}
