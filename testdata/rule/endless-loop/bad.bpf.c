// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Loops that the verifier sees no end of; needs kernel 5.12. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");

SEC("xdp") int by_chance(struct xdp_md *ctx)
{
	while (1) {
		// expected-warning@-1 {{to the verifier this loop has no end: a turn of it changes nothing that would ever leave it [bpf-endless-loop]}}
		// expected-note@-2 {{kernel: "infinite loop detected"}}
		if (bpf_get_prandom_u32() == 5)
			break;
	}
	return XDP_PASS;
}

SEC("xdp") int wrong_variable(struct xdp_md *ctx)
{
	u32 key = 0, left = 10;
	u64 *value = bpf_map_lookup_elem(&counters, &key);

	if (!value)
		return XDP_PASS;
	while (left) { // nobody counts it down
		// expected-warning@-1 {{to the verifier this loop has no end: a turn of it changes nothing that would ever leave it [bpf-endless-loop]}}
		// expected-note@-2 {{kernel: "infinite loop detected"}}
		*value += bpf_get_prandom_u32();
	}
	return XDP_PASS;
}
