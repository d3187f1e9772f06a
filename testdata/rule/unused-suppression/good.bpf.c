// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Suppressions that do their work, or may be meant for others. */
// options: disable=leak
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("xdp") int used(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	return *v ? XDP_PASS : XDP_DROP; // NOLINT(bpf-null-deref)
}

int bare; // NOLINT
int other; // NOLINT(bugprone-something)
int off; // NOLINT(bpf-leak)
const char text[] = "// NOLINT(bpf-bounds)";
