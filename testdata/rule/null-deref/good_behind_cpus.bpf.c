// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Where only some kernels' CPUs come to, others accept whatever stands there. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, u64);
	__uint(max_entries, 1024);
} counts SEC(".maps");

SEC("xdp") int many(struct xdp_md *ctx)
{
	u32 key = 0, cpu = bpf_get_smp_processor_id();
	u64 *count = bpf_map_lookup_elem(&counts, &key);

	if (cpu >= 4000)
		*count += 1;
	return XDP_PASS;
}

/* The first one is no longer among them. */
SEC("xdp") int between(struct xdp_md *ctx)
{
	u32 key = 0, cpu = bpf_get_smp_processor_id();
	u64 *count = bpf_map_lookup_elem(&counts, &key);

	if (cpu > 3000 && cpu < 4000)
		*count += 1;
	return XDP_PASS;
}
