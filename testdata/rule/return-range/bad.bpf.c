// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Results that the program's type does not allow. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u32);
} policy SEC(".maps");

SEC("cgroup/connect4") int constant(struct bpf_sock_addr *ctx)
{
	return 2;
	// expected-warning@-1 {{but this program must return a value in [0, 1] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 1]"}}
}

SEC("cgroup/connect4") int errno_style(struct bpf_sock_addr *ctx)
{
	if (ctx->user_port)
		return -1;
		// expected-warning@-1 {{but this program must return a value in [0, 1] [bpf-return-range]}}
		// expected-note@-2 {{kernel: "should have been in [0, 1]"}}
	return 1;
}

SEC("cgroup/connect4") int from_a_map(struct bpf_sock_addr *ctx)
{
	u32 key = ctx->user_ip4;
	u32 *verdict = bpf_map_lookup_elem(&policy, &key);

	return verdict ? *verdict : 1;
	// expected-warning@-1 {{but this program must return a value in [0, 1] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 1]"}}
}

SEC("cgroup_skb/egress") int skb(struct __sk_buff *ctx)
{
	return ctx->len;
	// expected-warning@-1 {{but this program must return a value in [0, 3] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 3]"}}
}

SEC("sk_lookup") int lookup(void *ctx)
{
	return -1;
	// expected-warning@-1 {{but this program must return a value in [0, 1] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 1]"}}
}

static long stop_at_two(u32 i, void *ctx)
{
	return i == 2 ? 2 : 0;
	// expected-warning@-1 {{but a callback must return a value in [0, 1] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 1]"}}
}

SEC("xdp") int callback(struct xdp_md *ctx)
{
	bpf_loop(10, stop_at_two, NULL, 0);
	return XDP_PASS;
}
