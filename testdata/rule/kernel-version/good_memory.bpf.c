// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What Linux 5.10 has, and padding, which compilers may write or not; not replayed. */
// options: kernel=5.10
// expected-no-diagnostics
#include "bpf_min.h"

struct key {
	u32 address;
	u16 port;
	/* two bytes of padding */
};

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

SEC("xdp") int padding(struct xdp_md *ctx)
{
	struct key key;

	key.address = 1;
	key.port = 2;
	return bpf_map_lookup_elem(&ports, &key) ? XDP_PASS : XDP_DROP; // NOLINT(bpf-plain-data)
}

SEC("xdp") int copied(struct xdp_md *ctx)
{
	struct key key, other;

	other.address = 1;
	key = other;
	return bpf_map_lookup_elem(&ports, &key) ? XDP_PASS : XDP_DROP; // NOLINT(bpf-plain-data)
}

SEC("kprobe/do_unlinkat") int filled(struct pt_regs *ctx)
{
	char buffer[16];

	bpf_get_current_comm(buffer, sizeof(buffer));
	return bpf_map_lookup_elem(&ports, buffer) != NULL;
}

static __noinline int another(struct xdp_md *ctx)
{
	return ctx->ingress_ifindex;
}

SEC("xdp") int tail_call(struct xdp_md *ctx)
{
	if (another(ctx) == 1)
		bpf_tail_call(ctx, &next, 0);
	return XDP_PASS;
}
