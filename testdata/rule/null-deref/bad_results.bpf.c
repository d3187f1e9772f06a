// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Other results that may be null: sockets, records, slices, per-CPU variables. */
#include "bpf_min.h"

struct event {
	u32 pid;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} per_cpu SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int reserve(void *ctx)
{
	struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	// expected-note@-1 {{'e' is the result of 'bpf_ringbuf_reserve' on 'events' (BPF_MAP_TYPE_RINGBUF)}}

	e->pid = bpf_get_current_pid_tgid() >> 32;
	// expected-warning@-1 {{'e' may be null here: it is written through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'ringbuf_mem_or_null'"}}
	bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int submit_null(void *ctx)
{
	struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	bpf_ringbuf_submit(e, 0);
	// expected-warning@-1 {{'e' may be null here: 'bpf_ringbuf_submit' wants a valid pointer as argument 1 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "type=ringbuf_mem_or_null expected="}}
	return 0;
}

SEC("tc") int lookup_socket(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	// expected-note@-1 {{'sk' is the result of 'bpf_sk_lookup_tcp'}}
	int state = sk->state;
	// expected-warning@-1 {{'sk' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'sock_or_null'"}}

	bpf_sk_release(sk);
	return state;
}

SEC("tc") int release_null(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);

	bpf_sk_release(sk);
	// expected-warning@-1 {{'sk' may be null here: 'bpf_sk_release' wants a valid pointer as argument 1 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "type=sock_or_null expected="}}
	return TC_ACT_OK;
}

SEC("tc") int context_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	// expected-note@-1 {{'sk' is the context's 'sk'}}

	return sk->family == 2 ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{'sk' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'sock_common_or_null'"}}
}

SEC("tc") int full_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return TC_ACT_OK;
	sk = bpf_sk_fullsock(sk);
	return sk->mark ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{'sk' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'sock_or_null'"}}
}

SEC("tc") int tcp_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	struct bpf_tcp_sock *tp;

	if (!sk)
		return TC_ACT_OK;
	tp = bpf_tcp_sock(sk);
	return tp->snd_cwnd > 10 ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{'tp' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'tcp_sock_or_null'"}}
}

SEC("tc") int socket_storage(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	u64 *v;

	if (!sk)
		return TC_ACT_OK;
	sk = bpf_sk_fullsock(sk);
	if (!sk)
		return TC_ACT_OK;
	v = bpf_sk_storage_get(&sockets, sk, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	*v = skb->len;
	// expected-warning@-1 {{'v' may be null here: it is written through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return TC_ACT_OK;
}

SEC("tp_btf/sys_enter") int task_storage(u64 *ctx)
{
	u64 *v = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);

	*v = 1;
	// expected-warning@-1 {{'v' may be null here: it is written through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return 0;
}

SEC("xdp") int of_another_cpu(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_percpu_elem(&per_cpu, &key, 0);

	return *v ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'v' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}

SEC("tracepoint/syscalls/sys_enter_openat") int slice(void *ctx)
{
	struct bpf_dynptr ptr;
	struct event *e;

	bpf_ringbuf_reserve_dynptr(&events, sizeof(*e), 0, &ptr);
	e = bpf_dynptr_data(&ptr, 0, sizeof(*e));
	e->pid = 0;
	// expected-warning@-1 {{'e' may be null here: it is written through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'mem_or_null'"}}
	bpf_ringbuf_submit_dynptr(&ptr, 0);
	return 0;
}

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct inner);
} outer SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} socket_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} queues SEC(".maps");

SEC("xdp") int inner_map(struct xdp_md *ctx)
{
	u32 key = 0;
	void *map = bpf_map_lookup_elem(&outer, &key);

	return bpf_map_lookup_elem(map, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'map' may be null here: 'bpf_map_lookup_elem' wants a valid pointer as argument 1 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "type=map_value_or_null expected="}}
}

SEC("tc") int socket_of_a_map(struct __sk_buff *skb)
{
	u32 key = 0;
	struct bpf_sock *sk = bpf_map_lookup_elem(&socket_map, &key);
	u32 family = sk->family;
	// expected-warning@-1 {{'sk' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}

	bpf_sk_release(sk);
	return family;
}

SEC("xdp") int queue_of_a_map(struct xdp_md *ctx)
{
	u32 key = 0;
	struct bpf_xdp_sock *xs = bpf_map_lookup_elem(&queues, &key);

	return xs->queue_id;
	// expected-warning@-1 {{'xs' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}

SEC("tc") int other_shape(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	struct tcp_sock *tp;

	if (!sk)
		return TC_ACT_OK;
	tp = bpf_skc_to_tcp_sock(sk);
	return tp->snd_cwnd;
	// expected-warning@-1 {{'tp' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'ptr_or_null_'"}}
}
