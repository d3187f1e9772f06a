// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* References that are given up on every way out. */
// expected-no-diagnostics
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
	int family = 0;

	if (sk) {
		family = sk->family;
		bpf_sk_release(sk);
	}
	return family == 2 ? TC_ACT_OK : TC_ACT_SHOT;
}

static __always_inline void done(struct bpf_sock **sk)
{
	if (*sk)
		bpf_sk_release(*sk);
}

SEC("tc") int by_cleanup(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk __attribute__((cleanup(done))) = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);

	if (!sk)
		return TC_ACT_OK;
	if (sk->bound_dev_if)
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}

SEC("tc") int by_goto(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	int ret = TC_ACT_OK;

	if (!sk)
		return ret;
	if (sk->bound_dev_if) {
		ret = TC_ACT_SHOT;
		goto out;
	}
	if (sk->state == 10)
		ret = TC_ACT_SHOT;
out:
	bpf_sk_release(sk);
	return ret;
}

SEC("tracepoint/syscalls/sys_enter_openat") int record(void *ctx)
{
	u64 *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 0;
	*e = bpf_ktime_get_ns();
	if (*e & 1)
		bpf_ringbuf_discard(e, 0);
	else
		bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("tc") int from_a_map(struct __sk_buff *skb)
{
	u32 key = 0;
	struct bpf_sock *sk = bpf_map_lookup_elem(&sockets, &key);

	if (sk)
		bpf_sk_release(sk);
	return TC_ACT_OK;
}

/* The context's own socket is not ours to release. */
SEC("tc") int borrowed(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	return sk && sk->family ? TC_ACT_OK : TC_ACT_SHOT;
}
