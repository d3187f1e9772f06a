// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A test that does not leave says nothing behind it, whichever path is followed first. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, char[41]);
} table SEC(".maps");

SEC("tc") int counted_only(struct __sk_buff *skb)
{
	u64 mark = skb->mark;
	u32 zero = 0;
	char *v = bpf_map_lookup_elem(&table, &zero);

	if (!v)
		return 0;
	if ((mark & 63) > 40)
		skb->priority = 1;
	return v[mark & 63]; // expected-warning {{read of 1 bytes at an offset in}} expected-note {{kernel: "min value is outside of the allowed memory range"}}
}

SEC("tc") int too_far(struct __sk_buff *skb)
{
	u8 *data = (u8 *)(long)skb->data, *end = (u8 *)(long)skb->data_end;
	u32 at = skb->mark & 63;

	if (data + at + 1 > end)
		return 0;
	return data[at + 1]; // expected-warning {{read of 1 bytes}} expected-note {{kernel: "offset is outside of the packet"}}
}

SEC("tc") int counted_packet(struct __sk_buff *skb)
{
	u8 *data = (u8 *)(long)skb->data, *end = (u8 *)(long)skb->data_end;
	u32 at = skb->mark & 63;

	if (data + at + 1 > end)
		skb->priority = 1;
	return data[at]; // expected-warning {{read of 1 bytes}} expected-note {{kernel: "offset is outside of the packet"}}
}
