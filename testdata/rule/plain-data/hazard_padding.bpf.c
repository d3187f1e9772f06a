// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Keys with bytes that nobody wrote: two that look the same are not. */
#include "bpf_min.h"

struct flow {
	u32 address;
	u16 port;
	u8 protocol;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, struct flow); // expected-note 3 {{the key of map 'flows' (BPF_MAP_TYPE_HASH) is 'struct flow'; clear it with memset() before its members are set}}
	__type(value, u64);
} flows SEC(".maps");

SEC("xdp") int member_by_member(struct xdp_md *ctx)
{
	struct flow key;

	key.address = ctx->ingress_ifindex;
	key.port = 80;
	key.protocol = 6;
	return bpf_map_lookup_elem(&flows, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{the key '&key' is compared as a whole, but its byte 7 is padding that nobody wrote [bpf-plain-data]}}
}

SEC("xdp") int a_member_left_out(struct xdp_md *ctx)
{
	struct flow key;
	u64 one = 1;

	key.address = ctx->ingress_ifindex;
	key.protocol = 6;
	bpf_map_update_elem(&flows, &key, &one, BPF_ANY);
	// expected-warning@-1 {{the key '&key' is compared as a whole, but its member 'port' is not written on this path [bpf-plain-data]}}
	return XDP_PASS;
}

static __always_inline void fill(struct flow *key, u32 address)
{
	key->address = address;
	key->port = 443;
	key->protocol = 17;
}

SEC("xdp") int in_a_function(struct xdp_md *ctx)
{
	struct flow key;

	fill(&key, ctx->ingress_ifindex);
	bpf_map_delete_elem(&flows, &key);
	// expected-warning@-1 {{the key '&key' is compared as a whole, but its byte 7 is padding that nobody wrote [bpf-plain-data]}}
	return XDP_PASS;
}
