// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Writes to what may only be read. */
#include "bpf_min.h"

const volatile u64 helper_target = 1;

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
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} devices SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u64);
	__type(value, u64);
} counts SEC(".maps");

const volatile u64 limit = 1;

SEC("xdp") int write_settings(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u64 *v = bpf_map_lookup_elem(&settings, &key);

	if (!v)
		return XDP_PASS;
	*v = 1;
	// expected-warning@-1 {{programs may not write map 'settings' (BPF_MAP_TYPE_ARRAY) (BPF_F_RDONLY_PROG) [bpf-read-only]}}
	// expected-note@-2 {{kernel: "write into map forbidden"}}
	return XDP_PASS;
}

SEC("xdp") int read_sink(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u64 *v = bpf_map_lookup_elem(&sink, &key);

	if (!v)
		return XDP_PASS;
	return *v ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{programs may not read map 'sink' (BPF_MAP_TYPE_HASH) (BPF_F_WRONLY_PROG) [bpf-read-only]}}
	// expected-note@-2 {{kernel: "read from map forbidden"}}
}

SEC("xdp") int write_device(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u32 *v = bpf_map_lookup_elem(&devices, &key);

	if (!v)
		return XDP_PASS;
	*v = 1;
	// expected-warning@-1 {{programs may only read the values of map 'devices' (BPF_MAP_TYPE_DEVMAP) [bpf-read-only]}}
	// expected-note@-2 {{kernel: "write into map forbidden"}}
	return XDP_PASS;
}

SEC("xdp") int write_constant(struct xdp_md *ctx)
{
	*(volatile u64 *)&limit = ctx->rx_queue_index;
	// expected-warning@-1 {{'limit' is constant: programs may not write it [bpf-read-only]}}
	// expected-note@-2 {{kernel: "write into map forbidden"}}
	return XDP_PASS;
}

static long change_key(void *map, u64 *key, u64 *value, void *ctx)
{
	*key = 1;
	// expected-warning@-1 {{programs may not write a map's key [bpf-read-only]}}
	// expected-note@-2 {{kernel: "write to change key R"}}
	return 0;
}

SEC("xdp") int change_keys(struct xdp_md *ctx)
{
	bpf_for_each_map_elem(&counts, change_key, NULL, 0);
	return XDP_PASS;
}

SEC("socket") int filter(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return 0;
	sk->mark = 1;
	// expected-warning@-1 {{[bpf-read-only]}}
	// expected-note@-2 {{kernel: "cannot write into sock_common"}}
	return 0;
}

SEC("cgroup_skb/ingress") int write_packet(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 1 > end)
		return 1;
	data[0] = 0;
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_CGROUP_SKB may not write packet data [bpf-read-only]}}
	// expected-note@-2 {{kernel: "cannot write into packet"}}
	return 1;
}

SEC("tc") int written_by_a_helper(struct __sk_buff *skb)
{
	bpf_skb_load_bytes(skb, 0, (void *)&helper_target, sizeof(helper_target));
	// expected-warning@-1 {{'helper_target' is constant: programs may not write it [bpf-read-only]}}
	// expected-note@-2 {{kernel: "write into map forbidden"}}
	return 0;
}

struct nf_conn {
	unsigned long status;
	u32 mark;
} __attribute__((preserve_access_index));
struct bpf_ct_opts {
	s32 netns_id;
	s32 error;
	u8 l4proto;
	u8 dir;
	u16 ct_zone_id;
	u8 ct_zone_dir;
	u8 reserved[3];
};
struct bpf_sock_tuple;
extern struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *tuple, u32 tuple_size, struct bpf_ct_opts *opts, u32 opts_size) __ksym;
extern void bpf_ct_release(struct nf_conn *ct) __ksym;

/* Of a connection the mark is for programs. */
SEC("xdp") int connection(struct xdp_md *ctx)
{
	struct bpf_ct_opts opts = {.netns_id = -1};
	u32 tuple[3] = {};
	struct nf_conn *ct = bpf_xdp_ct_lookup(ctx, (void *)tuple, sizeof(tuple), &opts, sizeof(opts));

	if (!ct)
		return XDP_PASS;
	ct->mark = 1;
	ct->status = 0;
	// expected-warning@-1 {{of a connection programs may write its mark only [bpf-read-only]}}
	// expected-note@-2 {{kernel: "no write support to nf_conn"}}
	bpf_ct_release(ct);
	return XDP_PASS;
}

SEC("xdp") int update_settings(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 value = 1;

	bpf_map_update_elem(&settings, &key, &value, BPF_ANY);
	// expected-warning@-1 {{programs may not change map 'settings' (BPF_MAP_TYPE_ARRAY) (BPF_F_RDONLY_PROG), as 'bpf_map_update_elem' does [bpf-read-only]}}
	// expected-note@-2 {{kernel: "write into map forbidden"}}
	return XDP_PASS;
}
