// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is asked of a local is more than the whole frame can hold from there on. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, u64);
	__uint(max_entries, 16);
} counts SEC(".maps");

SEC("xdp") int key_too_short(struct xdp_md *ctx)
{
	u16 key = ctx->ingress_ifindex;

	return bpf_map_lookup_elem(&counts, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'bpf_map_lookup_elem' may use 4 bytes at '&key', which is more than is left of the stack frame (2 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "stack R"}}
}

SEC("tracepoint/syscalls/sys_enter_openat") int one_too_many(void *ctx)
{
	char name[16];

	return bpf_get_current_comm(name, sizeof(name) + 1);
	// expected-warning@-1 {{'bpf_get_current_comm' may use 17 bytes at 'name', which is more than is left of the stack frame (16 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "stack R"}}
}

static __always_inline long look_up(u16 key)
{
	u64 *count = bpf_map_lookup_elem(&counts, &key);
	// expected-warning@-1 {{'bpf_map_lookup_elem' may use 4 bytes at '&key', which is more than is left of the stack frame (2 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "stack R"}}

	return count ? *count : 0;
}

/* What registers can hold takes no room. */
SEC("xdp") int inlined(struct xdp_md *ctx)
{
	u32 first = ctx->ingress_ifindex, second = ctx->rx_queue_index;

	if (first > second)
		first = second;
	return look_up(first) ? XDP_PASS : XDP_DROP;
}
