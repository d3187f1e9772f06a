// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* An array always has its first element; needs kernel 6.14 to know. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} slots SEC(".maps");

SEC("xdp") int first_element(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&slots, &key);

	return *v ? XDP_PASS : XDP_DROP;
}
