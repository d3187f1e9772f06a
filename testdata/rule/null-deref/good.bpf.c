// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Every way to know that a pointer is not null. */
// expected-no-diagnostics
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
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp") int checked(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key);

	if (!v)
		return XDP_PASS;
	v->packets++;
	return XDP_PASS;
}

SEC("xdp") int in_a_condition(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key);

	return v && v->packets > 10 ? XDP_DROP : XDP_PASS;
}

/* A copy of a pointer is as good as the pointer. */
SEC("xdp") int through_a_copy(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key), *w = v;

	if (w)
		v->packets++;
	return XDP_PASS;
}

static __always_inline struct stats *find(u32 key)
{
	static const struct stats empty;
	struct stats *v = bpf_map_lookup_elem(&counts, &key);

	if (v)
		return v;
	bpf_map_update_elem(&counts, &key, &empty, BPF_NOEXIST);
	return bpf_map_lookup_elem(&counts, &key);
}

SEC("xdp") int find_or_make(struct xdp_md *ctx)
{
	struct stats *v = find(ctx->ingress_ifindex);

	if (!v)
		return XDP_PASS;
	v->bytes += 1;
	return XDP_PASS;
}

/* What two conditions say together. */
SEC("xdp") int with_a_flag(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = NULL;

	if (ctx->rx_queue_index)
		v = bpf_map_lookup_elem(&counts, &key);
	if (!v)
		return XDP_PASS;
	v->packets++;
	return XDP_PASS;
}

SEC("xdp") int in_a_loop(struct xdp_md *ctx)
{
	for (u32 i = 0; i < 4; i++) {
		u32 key = i;
		struct stats *v = bpf_map_lookup_elem(&counts, &key);

		if (!v)
			continue;
		v->packets++;
	}
	return XDP_PASS;
}

/* Never read: an address alone is no access. */
SEC("xdp") int only_compared(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;

	return bpf_map_lookup_elem(&counts, &key) ? XDP_PASS : XDP_DROP;
}

SEC("tc") int sockets(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	int state;

	if (!sk)
		return TC_ACT_OK;
	state = sk->state;
	bpf_sk_release(sk);
	return state == 1 ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tracepoint/syscalls/sys_enter_openat") int records(void *ctx)
{
	u64 *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 0;
	*e = bpf_ktime_get_ns();
	bpf_ringbuf_submit(e, 0);
	return 0;
}

/* What it writes nobody reads, so it is not called: then the kernel does not look at it. */
__noinline int clears(int *p)
{
	*p = 0;
	return 0;
}

SEC("tc") int call_for_nothing(struct __sk_buff *skb)
{
	int unread;

	return clears(&unread);
}
