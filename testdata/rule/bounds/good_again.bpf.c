// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What was tested is computed once more: the compiler computes it once. */
#include "bpf_min.h"
// expected-no-diagnostics

struct header {
	u8 words : 4, version : 4;
	u8 kind;
	u16 length;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, char[41]);
} table SEC(".maps");

SEC("tc") int bit_field(struct __sk_buff *skb)
{
	struct header h;
	u32 zero = 0;
	char *v = bpf_map_lookup_elem(&table, &zero);

	if (!v || bpf_skb_load_bytes(skb, 0, &h, sizeof(h)))
		return 0;
	if (h.words <= 5)
		return 0;
	return v[(h.words - 5) * 4];
}

SEC("tc") int mask(struct __sk_buff *skb)
{
	u64 mark = skb->mark;
	u32 zero = 0;
	char *v = bpf_map_lookup_elem(&table, &zero);

	if (!v || (mark & 63) < 3 || (mark & 63) > 40)
		return 0;
	return v[(mark & 63) - 3] + v[mark & 63];
}

SEC("tc") int sum(struct __sk_buff *skb)
{
	u64 mark = skb->mark, more = skb->ifindex;
	u32 zero = 0;
	char *v = bpf_map_lookup_elem(&table, &zero);

	if (!v || mark + more >= 41)
		return 0;
	return v[mark + more];
}

SEC("tc") int packet(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	u32 at = skb->mark & 63;

	if (data + at + sizeof(u32) > end)
		return 0;
	return *(u32 *)(data + at) + ((u8 *)data)[at + 3];
}

SEC("xdp") int packet_end_first(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	u32 at = ctx->rx_queue_index & 63;

	if (end < data + at + 2)
		return 0;
	return ((u8 *)data)[at] + ((u8 *)data)[at + 1];
}

struct block {
	u64 head;
	u8 bytes[32];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct block);
} blocks SEC(".maps");

/* Something stands in front of the array. */
SEC("tc") int less_a_constant(struct __sk_buff *skb)
{
	u32 zero = 0;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);
	long n = skb->mark & 0xff;

	if (!b || n > 31)
		return 0;
	return b->bytes[n - 8];
}

SEC("tc") int twice(struct __sk_buff *skb)
{
	u32 zero = 0, n = skb->mark & 0xff;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);

	if (!b || n + n > 63)
		return 0;
	return b->bytes[n];
}

SEC("tc") int in_words(struct __sk_buff *skb)
{
	u32 zero = 0, n = skb->mark;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);

	if (!b || n >> 2 > 7)
		return 0;
	return b->bytes[n];
}

SEC("tc") int itself_taken_away(struct __sk_buff *skb)
{
	u64 n = skb->mark, over = (n + 4) - n;
	u32 zero = 0;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);

	return b ? b->bytes[over] : 0;
}

SEC("tc") int one_or_none(struct __sk_buff *skb)
{
	u32 zero = 0, n = skb->mark & 15;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);

	return b ? b->bytes[n / 10] + b->bytes[n % 10] : 0;
}

static __always_inline int below(u32 n, u32 limit)
{
	return n < limit;
}

SEC("tc") int sign_extended(struct __sk_buff *skb)
{
	u32 zero = 0;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);
	long n = (int)skb->mark;

	if (!b || !below(n, 32))
		return 0;
	return b->bytes[n];
}

/* Made wider before it was tested. */
SEC("tc") int tested_later(struct __sk_buff *skb)
{
	u32 zero = 0;
	struct block *b = bpf_map_lookup_elem(&blocks, &zero);
	int n = skb->mark;
	u64 wide = n;

	if (!b || !below(n, 32))
		return 0;
	return b->bytes[wide];
}
