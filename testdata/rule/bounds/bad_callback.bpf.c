// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What only the second turn of a callback does; needs kernel 6.7. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u8[2]);
} bytes SEC(".maps");

struct walk {
	u8 *value;
	u32 at;
};

static int reads(u32 index, struct walk *w)
{
	u8 v = w->value[w->at];
	// expected-warning@-1 {{read of 1 bytes at offset 9 of a value of map 'bytes' (BPF_MAP_TYPE_ARRAY), which is 2 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}

	w->at = 9;
	return v & 1;
}

SEC("tc") int second_turn(struct __sk_buff *skb)
{
	struct walk w = {0};
	u32 key = 0;

	w.value = bpf_map_lookup_elem(&bytes, &key);
	if (!w.value)
		return TC_ACT_OK;
	bpf_loop(4, reads, &w, 0);
	return TC_ACT_OK;
}
