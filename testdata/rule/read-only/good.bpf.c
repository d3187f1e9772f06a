// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same memory, used as it may be. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_RDONLY_PROG);
	__type(key, u32);
	__type(value, u64);
} settings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_WRONLY_PROG);
	__type(key, u32);
	__type(value, u64);
} sink SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_RDONLY); /* for user space only */
	__type(key, u64);
	__type(value, u64);
} counts SEC(".maps");

const volatile u64 limit = 1;
static u64 variable;

SEC("xdp") int read_settings(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u64 *v = bpf_map_lookup_elem(&settings, &key);

	return v && *v > limit ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int write_sink(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u64 *v = bpf_map_lookup_elem(&sink, &key);

	if (v)
		*v = 1;
	variable++;
	return XDP_PASS;
}

static long change_value(void *map, u64 *key, u64 *value, void *ctx)
{
	*value = *key;
	return 0;
}

SEC("xdp") int change_values(struct xdp_md *ctx)
{
	bpf_for_each_map_elem(&counts, change_value, NULL, 0);
	return XDP_PASS;
}

SEC("tc") int write_packet(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 1 > end)
		return TC_ACT_OK;
	data[0] = 0;
	return TC_ACT_OK;
}

const volatile u32 level = 3;

/* The compiler deletes it: it knows where this goes. */
SEC("xdp") int never_written(struct xdp_md *ctx)
{
	*(u32 *)&level = ctx->rx_queue_index;
	return level ? XDP_PASS : XDP_DROP;
}
