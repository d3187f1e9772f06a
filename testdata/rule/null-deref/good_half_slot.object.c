// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Zero is a constant index wherever it lies. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, u32);
	__type(value, u64);
} table SEC(".maps");

SEC("tc") int first(struct __sk_buff *skb)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&table, &key);

	return *v;
}
