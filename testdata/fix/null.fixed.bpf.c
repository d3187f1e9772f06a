// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Null checks behind the call that may give null. */
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

SEC("xdp") int declared(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key); /* may be null */
	if (!v)
		return XDP_PASS;

	return v->packets ? XDP_PASS : XDP_DROP;
}

SEC("tc") int assigned(struct __sk_buff *skb)
{
	u32 key = skb->ifindex;
	struct stats *v;

	v = (struct stats *)bpf_map_lookup_elem(&counts,
						&key);
	if (!v)
		return TC_ACT_OK;
	v->bytes += skb->len;
	return TC_ACT_OK;
}

SEC("cgroup_skb/egress") int must_allow(struct __sk_buff *skb)
{
	u32 key = skb->ifindex;
	struct stats *v = bpf_map_lookup_elem(&counts, &key);
	if (!v)
		return 1;

	v->bytes += skb->len;
	return 1;
}

SEC("tracepoint/syscalls/sys_enter_openat") int record(void *ctx)
{
	u64 *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e)
		return 0;

	*e = bpf_ktime_get_ns();
	bpf_ringbuf_submit(e, 0);
	return 0;
}

static __always_inline void count(u32 key)
{
	if (key) {
		struct stats *v = bpf_map_lookup_elem(&counts, &key);
		if (!v)
			return;

		v->packets++;
	}
}

SEC("xdp") int in_a_function(struct xdp_md *ctx)
{
	count(ctx->ingress_ifindex);
	return XDP_PASS;
}
