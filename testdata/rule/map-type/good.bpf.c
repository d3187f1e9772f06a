// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Other types for the same bytes. */
// expected-no-diagnostics
#include "bpf_min.h"

struct stats {
	u64 packets;
	u64 bytes;
};

typedef struct {
	s64 packets;
	u64 octets;
} stats_t;

struct header {
	u64 packets;
};

struct embedded {
	struct stats s;
};

struct endpoint {
	u32 address;
	u16 port;
	u16 zone;
};

struct with_key {
	struct endpoint where;
	u64 when;
};

struct raw {
	u8 bytes[16];
};

union either {
	struct stats stats;
	u8 bytes[16];
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
	__type(value, char[16]);
} names SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(key_size, 8);
	__uint(value_size, 16);
} sizes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

SEC("xdp") int same_bytes(struct xdp_md *ctx)
{
	struct with_key key = {};
	stats_t *a = bpf_map_lookup_elem(&counts, &key);
	struct header *b = bpf_map_lookup_elem(&counts, &key.where);
	struct embedded *c = bpf_map_lookup_elem(&counts, &key);
	union either *d = bpf_map_lookup_elem(&counts, &key);
	u64 *e = bpf_map_lookup_elem(&counts, &key);
	struct raw *f = bpf_map_lookup_elem(&counts, &key);
	char *g = bpf_map_lookup_elem(&counts, &key);

	if (!a || !b || !c || !d || !e || !f || !g)
		return XDP_PASS;
	return a->octets + b->packets + c->s.bytes + d->stats.bytes + e[1] + f->bytes[3] + g[15] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int bytes_as_record(struct xdp_md *ctx)
{
	u64 key = ctx->ingress_ifindex;
	struct stats *s = bpf_map_lookup_elem(&names, &key);
	struct stats *t = bpf_map_lookup_elem(&sizes, &key);

	return s && t && s->bytes == t->bytes ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int record_as_number(struct xdp_md *ctx)
{
	struct endpoint key = {};
	struct stats value = {};
	u8 text[16] = {};
	s32 number = 1;
	s64 wide = 1;

	bpf_map_update_elem(&names, &key, &value, BPF_ANY);
	bpf_map_update_elem(&names, &key, text, BPF_ANY);
	bpf_map_update_elem(&counts, &key, text, BPF_ANY);
	bpf_map_update_elem(&numbers, &number, &wide, BPF_ANY);
	return XDP_PASS;
}

SEC("xdp") int out_of_the_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	return bpf_map_lookup_elem(&numbers, &ip->saddr) ? XDP_PASS : XDP_DROP;
}
