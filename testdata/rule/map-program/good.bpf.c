// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same maps where they may be used, and others elsewhere. */
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

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

SEC("tc") int in_tc(struct __sk_buff *skb)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&values, &key) ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("kprobe/do_unlinkat") int another_map(struct pt_regs *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&numbers, &key) != NULL;
}
