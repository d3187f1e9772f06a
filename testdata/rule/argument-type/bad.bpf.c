// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arguments of another kind than the helper takes. */
#include "bpf_min.h"

struct value {
	u64 a, b;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct value);
} values SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp") int not_the_context(struct xdp_md *ctx)
{
	u64 data = 1;

	bpf_perf_event_output(&data, &perf, BPF_F_CURRENT_CPU, &data, sizeof(data));
	// expected-warning@-1 {{argument 1 of 'bpf_perf_event_output' must be the program's context, but '&data' is a fp pointer to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=fp expected=ctx"}}
	return XDP_PASS;
}

/* A value where the map is wanted. */
SEC("xdp") int value_as_map(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct value *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return XDP_PASS;
	return bpf_map_lookup_elem(v, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{argument 1 of 'bpf_map_lookup_elem' must be a map, but 'v' is a map_value pointer to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=map_value expected=map_ptr"}}
}

/* The key itself where its address is wanted. */
SEC("xdp") int key_by_value(struct xdp_md *ctx)
{
	u64 key = ctx->ingress_ifindex;

	return bpf_map_lookup_elem(&values, (void *)key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{argument 2 of 'bpf_map_lookup_elem' must be memory with the map's key, but 'key' is a number to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=scalar expected=fp, pkt, pkt_meta, map_key, map_value"}}
}

SEC("xdp") int context_as_key(struct xdp_md *ctx)
{
	return bpf_map_lookup_elem(&values, ctx) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{argument 2 of 'bpf_map_lookup_elem' must be memory with the map's key, but 'ctx' is a ctx pointer to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=ctx expected=fp, pkt, pkt_meta, map_key, map_value"}}
}

/* An address that a register held is no memory of the program's. */
SEC("kprobe/do_unlinkat") int register_as_value(struct pt_regs *ctx)
{
	u32 key = 0;

	bpf_map_update_elem(&values, &key, (void *)PT_REGS_PARM1(ctx), BPF_ANY);
	// expected-warning@-1 {{argument 3 of 'bpf_map_update_elem' must be memory with the map's value, but}}
	// expected-note@-2 {{kernel: "type=scalar expected=fp, pkt, pkt_meta, map_key, map_value"}}
	return 0;
}

SEC("kprobe/do_unlinkat") int register_as_buffer(struct pt_regs *ctx)
{
	bpf_get_current_comm((void *)PT_REGS_PARM1(ctx), 16);
	// expected-warning@-1 {{argument 1 of 'bpf_get_current_comm' must be memory, but}}
	// expected-note@-2 {{kernel: "type=scalar expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int not_a_record(void *ctx)
{
	u64 data = 1;

	bpf_ringbuf_submit(&data, 0);
	// expected-warning@-1 {{argument 1 of 'bpf_ringbuf_submit' must be what bpf_ringbuf_reserve returned, but '&data' is a fp pointer to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=fp expected=ringbuf_mem"}}
	return 0;
}

SEC("tc") int not_a_socket(struct __sk_buff *skb)
{
	bpf_sk_release(skb);
	// expected-warning@-1 {{argument 1 of 'bpf_sk_release' must be a socket, but 'skb' is a ctx pointer to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=ctx expected=sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_"}}
	return TC_ACT_OK;
}

SEC("tc") int moved_socket(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);

	if (sk)
		bpf_sk_release(sk + 1);
	// expected-warning@-1 {{argument 1 of 'bpf_sk_release' must be the pointer itself that the program was given, but 'sk[1]' is not [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "pointer arithmetic on sock prohibited"}}
	return 0;
}

struct guarded {
	struct bpf_spin_lock lock;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

SEC("tc") int no_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(0);
	// expected-warning@-1 {{argument 1 of 'bpf_spin_lock' must be a lock in a map's value, but this is a number to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=scalar expected=map_value, ptr_"}}
	return TC_ACT_OK;
}

SEC("tc") int no_timer(struct __sk_buff *skb)
{
	struct bpf_timer timer;

	bpf_timer_init(&timer, &guarded, 0);
	// expected-warning@-1 {{argument 1 of 'bpf_timer_init' must be a timer in a map's value, but '&timer' is a fp pointer to the verifier [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=fp expected=map_value"}}
	return TC_ACT_OK;
}
