// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A constant index that lies in the second half of a stack slot is none to the kernel, unless it is zero. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, u32);
	__type(value, u64);
} table SEC(".maps");

SEC("tc") int third(struct __sk_buff *skb)
{
	u32 key = 3;
	u64 *v = bpf_map_lookup_elem(&table, &key);

	return *v; // finds: null-deref, expected-note {{kernel: "invalid mem access 'map_value_or_null'"}}
}
