// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Pointers that may be null, used without a check. */
#include "bpf_min.h"

struct stats {
	u64 packets, bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct stats);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct stats);
} slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} per_cpu SEC(".maps");

SEC("xdp") int read_unchecked(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key);
	// expected-note@-1 {{'v' is the result of 'bpf_map_lookup_elem' on 'counts' (BPF_MAP_TYPE_HASH)}}

	return v->packets ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'v' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}

SEC("xdp") int write_unchecked(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key);

	v->bytes = 0;
	// expected-warning@-1 {{'v' may be null here: it is written through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

/* An index that is not a constant may be outside of the array, even right after it was compared. */
SEC("xdp") int array_by_number(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	struct stats *v;

	if (key >= 16)
		return XDP_PASS;
	v = bpf_map_lookup_elem(&slots, &key);
	__sync_fetch_and_add(&v->packets, 1);
	// expected-warning@-1 {{'v' may be null here: it is written through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

/* The check is on one side only. */
SEC("xdp") int one_side(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v = bpf_map_lookup_elem(&per_cpu, &key);

	if (ctx->rx_queue_index && !v)
		return XDP_PASS;
	*v += 1;
	// expected-warning@-1 {{'v' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

/* Another lookup's check says nothing of this one. */
SEC("xdp") int wrong_pointer(struct xdp_md *ctx)
{
	u32 a = ctx->ingress_ifindex, b = ctx->rx_queue_index;
	u64 *one = bpf_map_lookup_elem(&per_cpu, &a);
	u64 *two = bpf_map_lookup_elem(&per_cpu, &b);

	if (!one)
		return XDP_PASS;
	return *two ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'two' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}

static __always_inline void count(struct stats *s, u32 bytes)
{
	s->bytes += bytes;
	// expected-warning@-1 {{'s' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}

SEC("xdp") int in_a_function(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;

	count(bpf_map_lookup_elem(&counts, &key), 1);
	return XDP_PASS;
}
