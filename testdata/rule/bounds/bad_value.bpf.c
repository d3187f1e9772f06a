// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Indexes into map values, records and globals that nothing keeps inside. */
#include "bpf_min.h"

struct table {
	u64 total;
	u32 slot[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct table);
} tables SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

static u32 global[16];

SEC("xdp") int no_bound(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	return t->slot[i];
	// expected-warning@-1 {{read of 4 bytes through 't->slot[i]': its offset into a value of map 'tables' (BPF_MAP_TYPE_HASH) has no bound [bpf-bounds]}}
	// expected-note@-2 {{'i' moves the pointer}}
	// expected-note@-3 {{kernel: "unbounded memory access, make sure to bounds check any such access"}}
}

SEC("xdp") int one_too_far(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t || i > 16)
		return XDP_PASS;
	return t->slot[i];
	// expected-warning@-1 {{read of 4 bytes at an offset in [8, 72] of a value of map 'tables' (BPF_MAP_TYPE_HASH), which is 72 bytes long [bpf-bounds]}}
	// expected-note@-2 {{'i' moves the pointer; as far as the path tells, it is in [0, 16], and the offset in [0, 64]}}
	// expected-note@-3 {{kernel: "max value is outside of the allowed memory range"}}
}

SEC("xdp") int mask_too_wide(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index & 31;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	t->slot[i] = 1;
	// expected-warning@-1 {{write of 4 bytes at an offset in [8, 132] of a value of map 'tables' (BPF_MAP_TYPE_HASH), which is 72 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "max value is outside of the allowed memory range"}}
	return XDP_PASS;
}

/* Compared with the upper end only: it may be below zero. */
SEC("xdp") int signed_index(struct xdp_md *ctx)
{
	u32 key = 0;
	int i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t || i >= 16)
		return XDP_PASS;
	return ((u8 *)t)[i];
	// expected-warning@-1 {{'i' is added to 't', but it is in [-2147483648, 15]: it needs a lower bound [bpf-pointer-math]}}
	// expected-note@-2 {{kernel: "value -2147483648 makes map_value pointer be out of bounds"}}
}

/* The kernel sees bytes, of which it knows nothing any more. */
SEC("xdp") int signed_element(struct xdp_md *ctx)
{
	u32 key = 0;
	int i = ctx->rx_queue_index;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t || i >= 10)
		return XDP_PASS;
	return t->slot[i];
	// expected-warning@-1 {{'i' is added to 't->slot', but it is in [-2147483648, 9]: it needs a lower bound [bpf-pointer-math]}}
	// expected-note@-2 {{kernel: "math between map_value pointer and register with unbounded min value is not allowed"}}
}

/* The wrong variable is compared. */
SEC("xdp") int other_index(struct xdp_md *ctx)
{
	u32 key = 0, i = ctx->rx_queue_index, j = ctx->ingress_ifindex;
	struct table *t = bpf_map_lookup_elem(&tables, &key);

	if (!t || i >= 16)
		return XDP_PASS;
	return t->slot[j];
	// expected-warning@-1 {{read of 4 bytes through 't->slot[j]': its offset into a value of map 'tables' (BPF_MAP_TYPE_HASH) has no bound [bpf-bounds]}}
	// expected-note@-2 {{kernel: "unbounded memory access, make sure to bounds check any such access"}}
}

SEC("xdp") int constant_offset(struct xdp_md *ctx)
{
	u32 key = 0;
	u32 *t = bpf_map_lookup_elem(&tables, &key);

	if (!t)
		return XDP_PASS;
	return t[18];
	// expected-warning@-1 {{read of 4 bytes at offset 72 of a value of map 'tables' (BPF_MAP_TYPE_HASH), which is 72 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
}

/* Never outside, but the part that varies is below zero: the kernel does not take that. */
SEC("xdp") int backwards(struct xdp_md *ctx)
{
	u32 key = 0;
	char *t = bpf_map_lookup_elem(&tables, &key), *last;

	if (!t)
		return XDP_PASS;
	last = t + 71;
	return *(last - (ctx->ingress_ifindex & 7));
	// expected-warning@-1 {{its offset into a value of map 'tables' (BPF_MAP_TYPE_HASH) has no bound [bpf-bounds]}}
	// expected-note@-2 {{kernel: "unbounded memory access, make sure to bounds check any such access"}}
}

SEC("xdp") int behind_a_record(struct xdp_md *ctx)
{
	u32 *e = bpf_ringbuf_reserve(&events, 8, 0);

	if (!e)
		return XDP_PASS;
	e[2] = 1;
	// expected-warning@-1 {{write of 4 bytes at offset 8 of the reserved record, which is 8 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
	bpf_ringbuf_submit(e, 0);
	return XDP_PASS;
}

SEC("xdp") int global_array(struct xdp_md *ctx)
{
	global[ctx->rx_queue_index]++;
	// expected-warning@-1 {{its offset into the section that holds 'global' has no bound [bpf-bounds]}}
	// expected-note@-2 {{kernel: "unbounded memory access, make sure to bounds check any such access"}}
	return XDP_PASS;
}

/* What is learnt of the limit says nothing of what was compared with it before. */
struct { u32 n; u8 at[64]; } table;

SEC("xdp") int limit_behind(struct xdp_md *ctx)
{
	u32 i = ctx->rx_queue_index;

	if (i >= table.n || table.n > 64)
		return XDP_PASS;
	return table.at[i] ? XDP_DROP : XDP_PASS;
	// expected-warning@-1 {{read of 1 bytes through 'table.at[i]': its offset into the section that holds 'table' has no bound [bpf-bounds]}}
	// expected-note@-2 {{kernel: "unbounded memory access, make sure to bounds check any such access"}}
}
