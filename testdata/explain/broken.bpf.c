// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Programs that the verifier refuses, and two that it takes: tools/test/verify_test.sh loads them, and the logs in this folder are what the
 * kernel said of some of them.
 */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

/* its size is for user space to set */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, u32);
	__type(value, u64);
} sized_later SEC(".maps");

SEC("xdp") int fine(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&sized_later, &key);

	return v && *v ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int unchecked(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 *v;

	if (key > 100)
		return XDP_PASS;
	v = bpf_map_lookup_elem(&counts, &key);
	*v += 1; // refused: unchecked
	return XDP_PASS;
}

SEC("xdp") int short_packet(struct xdp_md *ctx)
{
	u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;

	if (data + 4 > end)
		return XDP_DROP;
	return data[8] ? XDP_PASS : XDP_DROP; // refused: short_packet
}

static __noinline u64 read_twice(u64 *counter)
{
	return *counter + 1; // refused: in_a_function
}

SEC("tc") int in_a_function(struct __sk_buff *skb)
{
	u32 key = skb->len;
	u64 *entry = bpf_map_lookup_elem(&counts, &key);

	return read_twice(entry) > 5;
}

SEC("kprobe/do_nanosleep") int odd_return(void *ctx)
{
	u64 big;

	return bpf_probe_read_kernel(&big, 16, ctx) ? 0 : big > 4; // refused: odd_return
}

/* The kernel answers EPERM to fentry programs on some machines, and takes it on others. */
SEC("fentry/do_nanosleep") int at_entry(void *ctx)
{
	return 0;
}

SEC("fentry/there_is_no_such_function") int nowhere(void *ctx)
{
	return 0;
}

SEC("xdp") int moved_packet(struct xdp_md *ctx)
{
	u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;

	if (data + 1 > end || bpf_xdp_adjust_head(ctx, 4))
		return XDP_DROP;
	return data[0] ? XDP_PASS : XDP_DROP; // refused: moved_packet
}
