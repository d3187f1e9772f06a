// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* References that are still held at the end. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} sockets SEC(".maps");

SEC("tc") int socket(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	// expected-note@-1 {{acquired here}}

	return sk ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{what 'bpf_sk_lookup_tcp' returns is not released on this path [bpf-leak]}}
	// expected-note@-2 {{kernel: "Unreleased reference"}}
}

SEC("tc") int unused(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};

	bpf_skc_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	return TC_ACT_OK;
	// expected-warning@-1 {{what 'bpf_skc_lookup_tcp' returns is not released on this path [bpf-leak]}}
	// expected-note@-2 {{kernel: "Unreleased reference"}}
}

/* Released on one way out, not on the other. */
SEC("tc") int one_way_out(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_udp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);

	if (!sk)
		return TC_ACT_OK;
	if (sk->bound_dev_if)
		return TC_ACT_SHOT;
		// expected-warning@-1 {{what 'bpf_sk_lookup_udp' returns is not released on this path [bpf-leak]}}
		// expected-note@-2 {{kernel: "Unreleased reference"}}
	bpf_sk_release(sk);
	return TC_ACT_OK;
}

SEC("tracepoint/syscalls/sys_enter_openat") int record(void *ctx)
{
	u64 *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 0;
	*e = bpf_ktime_get_ns();
	return 0;
	// expected-warning@-1 {{what 'bpf_ringbuf_reserve' returns is not released on this path [bpf-leak]}}
	// expected-note@-2 {{kernel: "Unreleased reference"}}
}

SEC("tc") int from_a_map(struct __sk_buff *skb)
{
	u32 key = 0;
	struct bpf_sock *sk = bpf_map_lookup_elem(&sockets, &key);

	if (!sk)
		return TC_ACT_OK;
	return sk->family ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{what 'bpf_map_lookup_elem' returns is not released on this path [bpf-leak]}}
	// expected-note@-2 {{kernel: "Unreleased reference"}}
}

/* The second lookup takes the place of the first, whose socket nobody can release then. */
SEC("tc") int overwritten(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);

	if (sk)
		sk = bpf_sk_lookup_udp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	if (sk)
		bpf_sk_release(sk);
	return TC_ACT_OK;
	// expected-warning@-1 {{what 'bpf_sk_lookup_tcp' returns is not released on this path [bpf-leak]}}
	// expected-note@-2 {{kernel: "Unreleased reference"}}
}
