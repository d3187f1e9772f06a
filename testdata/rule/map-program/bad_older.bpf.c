// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A spin lock in a sleepable program, before Linux 6.7; not replayed. */
// options: kernel=6.6
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

SEC("syscall") int lock_in_sleepable(void *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&values, &key) != NULL;
	// expected-warning@-1 {{spin locks in sleepable programs came with Linux 6.7, and Linux 6.6 does not have them [bpf-map-program]}}
	// expected-note@-2 {{kernel: "sleepable progs cannot use bpf_spin_lock yet"}}
}
