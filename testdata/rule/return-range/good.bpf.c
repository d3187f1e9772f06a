// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Results that are in range; types that do not care. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u32);
} policy SEC(".maps");

SEC("cgroup/connect4") int boolean(struct bpf_sock_addr *ctx)
{
	u32 key = ctx->user_ip4;
	u32 *verdict = bpf_map_lookup_elem(&policy, &key);

	return verdict ? !!*verdict : 1;
}

SEC("cgroup/connect4") int masked(struct bpf_sock_addr *ctx)
{
	return ctx->user_port & 1;
}

SEC("cgroup/connect4") int compared(struct bpf_sock_addr *ctx)
{
	u32 key = ctx->user_ip4;
	u32 *verdict = bpf_map_lookup_elem(&policy, &key);

	if (!verdict || *verdict > 1)
		return 1;
	return *verdict;
}

SEC("xdp") int anything_goes(struct xdp_md *ctx)
{
	return ctx->rx_queue_index;
}

SEC("kprobe/do_unlinkat") int so_here(struct pt_regs *ctx)
{
	return PT_REGS_PARM1(ctx);
}

static long one_by_one(u32 i, void *ctx)
{
	return i >= 2;
}

SEC("xdp") int callback(struct xdp_md *ctx)
{
	bpf_loop(10, one_by_one, NULL, 0);
	return XDP_PASS;
}
