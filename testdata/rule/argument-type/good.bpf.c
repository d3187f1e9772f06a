// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory of every kind that helpers take; null where they allow it. */
// expected-no-diagnostics
#include "bpf_min.h"

struct value {
	u64 a, b;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u64);
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

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} sockets SEC(".maps");

static struct value defaults = {1, 2};
static u64 global_key;

SEC("xdp") int key_in_a_value(struct xdp_md *ctx)
{
	u64 key = 1;
	struct value *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return XDP_PASS;
	bpf_map_update_elem(&values, &v->a, v, BPF_ANY);
	return XDP_PASS;
}

SEC("xdp") int key_in_the_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + sizeof(u64) > end)
		return XDP_PASS;
	return bpf_map_lookup_elem(&values, data) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int globals(struct xdp_md *ctx)
{
	bpf_map_update_elem(&values, &global_key, &defaults, BPF_ANY);
	return XDP_PASS;
}

SEC("tracepoint/syscalls/sys_enter_openat") int record_as_value(void *ctx)
{
	struct value *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 0;
	e->a = 1;
	e->b = 2;
	bpf_map_update_elem(&values, &global_key, e, BPF_ANY);
	bpf_ringbuf_discard(e, 0);
	return 0;
}

SEC("xdp") int passed_on(struct xdp_md *ctx)
{
	u64 data = 1;
	void *alias = ctx;

	bpf_perf_event_output(alias, &perf, BPF_F_CURRENT_CPU, &data, sizeof(data));
	return XDP_PASS;
}

SEC("tc") int null_is_allowed(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	u64 *v;

	sk = sk ? bpf_sk_fullsock(sk) : NULL;
	if (!sk)
		return TC_ACT_OK;
	v = bpf_sk_storage_get(&sockets, sk, NULL, 0);
	return v && *v ? TC_ACT_SHOT : TC_ACT_OK;
}

/* What only looks like an address may be passed where anything goes. */
SEC("kprobe/do_unlinkat") int anything(struct pt_regs *ctx)
{
	u64 x;

	bpf_probe_read_kernel(&x, sizeof(x), (void *)PT_REGS_PARM1(ctx));
	bpf_map_update_elem(&values, &x, &defaults, PT_REGS_PARM2(ctx) & 3);
	return 0;
}

struct counted {
	u64 count;
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct counted);
} counted SEC(".maps");

/* The wrong way round: the compiler takes for granted that nobody asks for a member of nothing. */
SEC("tc") int nothing_locked(struct __sk_buff *skb)
{
	u32 zero = 0;
	struct counted *c = bpf_map_lookup_elem(&counted, &zero);

	if (c)
		return TC_ACT_OK;
	bpf_spin_lock(&c->lock);
	c->count++;
	bpf_spin_unlock(&c->lock);
	return TC_ACT_OK;
}
