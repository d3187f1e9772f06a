// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The verifier divides nothing, not even constants. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64[16]);
} table SEC(".maps");

#define I(...) asm volatile (__VA_ARGS__)

SEC("xdp") int prog(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *values = bpf_map_lookup_elem(&table, &key);
	u64 at;

	if (!values)
		return XDP_ABORTED;
	I("%0 = 24" : "=r"(at));
	I("%0 /= 3" : "+r"(at));
	I("%0 += %1" : "+r"(values) : "r"(at)); // finds: pointer-math, expected-note {{kernel: "with unbounded min value is not allowed"}}
	*values = 1;
	return XDP_PASS;
}
