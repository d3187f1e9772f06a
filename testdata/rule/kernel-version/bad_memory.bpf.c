// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What Linux 5.9 does not have yet in memory and functions; not replayed. */
// options: kernel=5.9
#include "bpf_min.h"

struct key {
	u32 address;
	u16 port;
	/* two bytes of padding */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct key);
	__type(value, u64);
} ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} next SEC(".maps");

SEC("xdp") int whole(struct xdp_md *ctx)
{
	u32 key;

	return bpf_map_lookup_elem(&counts, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{reads of stack that nobody wrote came with Linux 6.3, and Linux 5.9 does not have them [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "invalid indirect read from stack"}}
}

SEC("xdp") int member(struct xdp_md *ctx)
{
	struct key key;

	key.address = 1;
	return bpf_map_lookup_elem(&ports, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{reads of stack that nobody wrote came with Linux 6.3, and Linux 5.9 does not have them [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "invalid indirect read from stack"}}
}

static __noinline int another(struct xdp_md *ctx)
{
	return ctx->ingress_ifindex;
}

SEC("xdp") int tail_call(struct xdp_md *ctx)
{
	if (another(ctx) == 1)
		bpf_tail_call(ctx, &next, 0);
	// expected-warning@-1 {{tail calls in programs with functions of their own came with Linux 5.10, and Linux 5.9 does not have them [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "tail_calls are not allowed in programs with bpf-to-bpf calls"}}
	return XDP_PASS;
}

SEC("xdp") int atomic(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *value = bpf_map_lookup_elem(&counts, &key);

	return value ? __sync_fetch_and_add(value, 1) & 1 : XDP_PASS;
	// expected-warning@-1 {{atomic operations other than addition, or with a result came with Linux 5.12, and Linux 5.9 does not have them [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "BPF_XADD uses reserved fields"}}
}
