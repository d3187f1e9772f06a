// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A sum is computed where it is used, when the number that it was computed from is known better; that nobody reads that number any more changes nothing. */
// expected-no-diagnostics
#include "bpf_min.h"

struct entry {
	u64 at;
	u16 length : 12, flags : 4;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct entry);
} entries SEC(".maps");

u64 far;

SEC("xdp") int behind_its_last_use(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	u32 key = 0, at;
	struct entry *entry = bpf_map_lookup_elem(&entries, &key);
	int sum;

	if (!entry || data + 64 > end)
		return XDP_PASS;
	at = entry->at;
	sum = entry->length + 3 + at;
	if (at > 3 || sum > 31)
		return XDP_PASS;
	if (at >= 2)
		far++;
	if ((char *)data + sum + 1 > (char *)end)
		return XDP_PASS;
	return ((u8 *)data)[sum] ? XDP_DROP : XDP_PASS;
}
