// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Bytes, pointers that the kernel keeps, and keys that are wholly written. */
// expected-no-diagnostics
#include "bpf_min.h"

struct flow {
	u32 address;
	u16 port;
	u8 protocol;
};

struct packed_flow {
	u32 address;
	u8 protocol;
} __attribute__((packed));

struct holder {
	struct task_struct __kptr *task;
	struct bpf_timer timer;
	struct bpf_spin_lock lock;
};

struct plain {
	enum { A, B } kind;
	union { u64 number; u8 bytes[8]; };
	struct { u16 x : 4, y : 12; } bits;
	char text[3][8];
	u64 address; /* a number, whatever it is used for */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, struct flow);
	__type(value, struct plain);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, struct packed_flow);
	__type(value, struct holder);
} packed_flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} slots SEC(".maps");

SEC("xdp") int cleared(struct xdp_md *ctx)
{
	struct flow key;

	__builtin_memset(&key, 0, sizeof(key));
	key.address = ctx->ingress_ifindex;
	return bpf_map_lookup_elem(&flows, &key) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int by_initialiser(struct xdp_md *ctx)
{
	struct flow key = {};

	key.address = ctx->ingress_ifindex;
	key.port = 80;
	return bpf_map_lookup_elem(&flows, &key) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int no_padding(struct xdp_md *ctx)
{
	struct packed_flow key;

	key.address = ctx->ingress_ifindex;
	key.protocol = 6;
	return bpf_map_lookup_elem(&packed_flows, &key) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int index_of_an_array(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;

	return bpf_map_lookup_elem(&slots, &key) ? XDP_PASS : XDP_DROP;
}

static const struct flow known = {1, 2, 3};

SEC("xdp") int copied(struct xdp_md *ctx)
{
	struct flow key = known;

	return bpf_map_lookup_elem(&flows, &key) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int filled_by_a_helper(struct xdp_md *ctx)
{
	struct flow key;

	if (bpf_xdp_load_bytes(ctx, 0, &key, sizeof(key)))
		return XDP_PASS;
	return bpf_map_lookup_elem(&flows, &key) ? XDP_PASS : XDP_DROP;
}
