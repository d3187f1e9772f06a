// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arithmetic that the kernel refuses, whatever becomes of the result. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct { u64 where; char text[64]; });
} texts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

SEC("xdp") int packet_end(struct xdp_md *ctx)
{
	u8 *end = (u8 *)(long)ctx->data_end, *data = (u8 *)(long)ctx->data;

	if (end - ctx->rx_queue_index > data)
	// expected-warning@-1 {{'end' cannot be moved: arithmetic on it is refused [bpf-pointer-math]}}
	// expected-note@-2 {{kernel: "pointer arithmetic on pkt_end prohibited"}}
		return XDP_DROP;
	return XDP_PASS;
}

SEC("xdp") int no_lower_bound(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index;
	u64 *i = bpf_map_lookup_elem(&numbers, &key);
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!i || !text)
		return XDP_PASS;
	return text[*i];
	// expected-warning@-1 {{'*i' is added to 'text', but it is unbounded: it needs a lower bound [bpf-pointer-math]}}
	// expected-note@-2 {{kernel: "math between map_value pointer and register with unbounded min value is not allowed"}}
}

SEC("tc") int socket_pointer(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return TC_ACT_OK;
	return *((u8 *)sk + skb->len);
	// expected-warning@-1 {{'sk' cannot be moved: arithmetic on it is refused [bpf-pointer-math]}}
	// expected-note@-2 {{kernel: "pointer arithmetic on sock_common prohibited"}}
}
