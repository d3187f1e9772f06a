// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Suppressions that do nothing: the mistake is mended, or the name is wrong. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("xdp") int mended(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	if (!v)
		return XDP_PASS;
	// expected-warning@+1 {{silences nothing: 'bpf-null-deref' finds nothing here}}
	*v = 1; /* NOLINT(bpf-null-deref) */
	return XDP_PASS;
}

// expected-warning@+1 {{there is no rule 'bpf-nul-deref'}}
int wrong_name; /* NOLINT(bpf-nul-deref) */

// expected-warning@+1 {{'bpf-*' finds nothing here}}
int everything; /* NOLINT(bpf-*) */

// expected-warning@+1 {{'leak' finds nothing here}}
SEC("xdp") __attribute__((annotate("bpfproof:ignore=leak"))) int by_attribute(struct xdp_md *ctx)
{
	return XDP_PASS;
}
