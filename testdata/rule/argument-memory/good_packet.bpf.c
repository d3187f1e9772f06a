// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near miss: a helper that does take packet memory. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("tc") int key_in_packet(struct __sk_buff *skb)
{
	u8 *data = (u8 *)(long)skb->data, *end = (u8 *)(long)skb->data_end;
	u64 *v;

	if (data + 16 > end)
		return 0;
	v = bpf_map_lookup_elem(&counts, data + 12);
	return v ? *v : 0;
}
