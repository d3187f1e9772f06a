// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members of sockets that programs do not see. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} queues SEC(".maps");

SEC("tc") int not_a_full_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return TC_ACT_OK;
	return sk->priority ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{'sk' is a socket that may not be a full one: programs cannot read 4 bytes at offset 20 of it [bpf-socket-access]}}
	// expected-note@-2 {{'bpf_sk_fullsock' gives the full socket, or null when it is none}}
	// expected-note@-3 {{kernel: "invalid sock_common access off=20 size=4"}}
}

/* The value that user space put in was eight bytes; what is found is the socket. */
SEC("tc") int socket_as_value(struct __sk_buff *skb)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&sockets, &key), cookie;

	if (!v)
		return TC_ACT_OK;
	cookie = v[2];
	// expected-warning@-1 {{'v' is a socket: programs cannot read 8 bytes at offset 16 of it [bpf-socket-access]}}
	// expected-note@-2 {{kernel: "invalid sock access off=16 size=8"}}
	bpf_sk_release(v);
	return cookie ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("xdp") int more_than_the_queue(struct xdp_md *ctx)
{
	u32 key = 0, *v = bpf_map_lookup_elem(&queues, &key);

	return v ? v[1] : XDP_PASS;
	// expected-warning@-1 {{'v' is an XDP socket: programs cannot read 4 bytes at offset 4 of it [bpf-socket-access]}}
	// expected-note@-2 {{kernel: "invalid xdp_sock access off=4 size=4"}}
}

SEC("tc") int half_a_member(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	sk = sk ? bpf_sk_fullsock(sk) : NULL;
	if (!sk)
		return TC_ACT_OK;
	return *(volatile u16 *)&sk->priority;
	// expected-warning@-1 {{'sk' is a socket: programs cannot read 2 bytes at offset 20 of it [bpf-socket-access]}}
	// expected-note@-2 {{kernel: "invalid sock access off=20 size=2"}}
}

SEC("tc") int behind_tcp(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	u64 *tp;

	if (!sk)
		return TC_ACT_OK;
	tp = (u64 *)bpf_tcp_sock(sk);
	return tp ? tp[40] : TC_ACT_OK;
	// expected-warning@-1 {{'tp' is a TCP socket: programs cannot read 8 bytes at offset 320 of it [bpf-socket-access]}}
	// expected-note@-2 {{kernel: "invalid tcp_sock access off=320 size=8"}}
}
