// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Loops that end; needs kernel 6.4. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");

SEC("xdp") int counted(struct xdp_md *ctx)
{
	for (u32 i = 0; i < 50; i++) {
		u32 key = i;
		u64 *value = bpf_map_lookup_elem(&counters, &key);

		if (value)
			*value += bpf_get_prandom_u32();
	}
	return XDP_PASS;
}

SEC("xdp") int iterated(struct xdp_md *ctx)
{
	struct bpf_iter_num it;
	u32 sum = 0;

	bpf_iter_num_new(&it, 0, 1000);
	while (bpf_iter_num_next(&it))
		sum = bpf_get_prandom_u32();
	bpf_iter_num_destroy(&it);
	return sum & 1;
}

SEC("xdp") int by_chance_or_after_a_while(struct xdp_md *ctx)
{
	for (u32 i = 0; i < 30 && bpf_get_prandom_u32() != 5; i++)
		;
	return XDP_PASS;
}

/* Each turn comes nearer to the end. */
SEC("tc") int downwards(struct __sk_buff *skb)
{
	u64 left;

	for (left = skb->mark & 31; left > 0; left--)
		if (bpf_get_prandom_u32() & 1)
			break;
	return TC_ACT_OK;
}
