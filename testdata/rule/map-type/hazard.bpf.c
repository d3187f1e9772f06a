// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Keys and values that are seen as what they are not. */
#include "bpf_min.h"

struct stats {
	u64 packets;
	u64 bytes;
};

struct session {
	u32 user;
	u32 state;
	u64 since;
};

struct history {
	struct stats now;
	struct stats before;
};

struct endpoint {
	u32 address;
	u16 port;
	u16 zone;
};

struct pair {
	u16 from;
	u16 to;
	u32 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, struct endpoint);
	__type(value, struct stats);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u64);
	__type(value, u32);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, struct stats);
} queue SEC(".maps");

SEC("xdp") int other_record(struct xdp_md *ctx)
{
	struct endpoint key = {};
	struct session *s = bpf_map_lookup_elem(&counts, &key);
	// expected-warning@-1 {{'bpf_map_lookup_elem()' becomes a pointer to 'struct session', but the values of map 'counts' (BPF_MAP_TYPE_HASH) are 'struct stats': from byte 0 on they differ [bpf-map-type]}}

	return s && s->state ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int larger_record(struct xdp_md *ctx)
{
	struct endpoint key = {};
	void *v = bpf_map_lookup_elem(&counts, &key);
	struct history *h = v;
	// expected-warning@-1 {{'v' becomes a pointer to 'struct history' (32 bytes), but the value of map 'counts' (BPF_MAP_TYPE_HASH) has 16 [bpf-map-type]}}

	return h && h->now.packets ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int by_a_cast(struct xdp_md *ctx)
{
	struct endpoint key = {};
	struct stats *v = bpf_map_lookup_elem(&counts, &key);

	return v && ((struct session *)v)->user ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'v' becomes a pointer to 'struct session', but the values of map 'counts' (BPF_MAP_TYPE_HASH) are 'struct stats': from byte 0 on they differ [bpf-map-type]}}
}

SEC("xdp") int other_key(struct xdp_md *ctx)
{
	struct pair key = {};

	return bpf_map_lookup_elem(&counts, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'&key' is 'struct pair', but the key of map 'counts' (BPF_MAP_TYPE_HASH) is 'struct endpoint': from byte 0 on they differ [bpf-map-type]}}
}

SEC("xdp") int long_value(struct xdp_md *ctx)
{
	u64 key = ctx->ingress_ifindex, value = 1;

	bpf_map_update_elem(&numbers, &key, &value, BPF_ANY);
	// expected-warning-re@-1 {{'&value' is '{{u64|unsigned long long}}' (8 bytes), but the value of map 'numbers' (BPF_MAP_TYPE_HASH) is '{{u32|unsigned int}}' (4 bytes) [bpf-map-type]}}
	return XDP_PASS;
}

SEC("xdp") int pushed(struct xdp_md *ctx)
{
	struct session s = {};

	bpf_map_push_elem(&queue, &s, BPF_ANY);
	// expected-warning@-1 {{'&s' is 'struct session', but the value of map 'queue' (BPF_MAP_TYPE_QUEUE) is 'struct stats': from byte 0 on they differ [bpf-map-type]}}
	return XDP_PASS;
}
