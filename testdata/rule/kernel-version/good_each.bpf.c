// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One thing of each kind that came with a later kernel, on one that has them all; not replayed. */
// options: kernel=6.18
// expected-no-diagnostics
#include "bpf_min.h"

extern void bpf_task_release(struct task_struct *p) __ksym;

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct holder {
	struct task_struct __kptr *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct guarded);
} guards SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
} arena SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct holder);
} holders SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct bpf_timer);
} timers SEC(".maps");

extern void bpf_throw(u64 cookie) __ksym;

static long step(u32 i, void *data)
{
	return 0;
}

SEC("tc") int loop(struct __sk_buff *skb)
{
	bpf_loop(16, step, NULL, 0);
	return TC_ACT_OK;
}

SEC("tc") int iterator(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 4);
	bpf_iter_num_destroy(&it);
	return TC_ACT_OK;
}

SEC("tc") int timer(struct __sk_buff *skb)
{
	u32 key = 0;
	struct bpf_timer *t = bpf_map_lookup_elem(&timers, &key);

	if (t)
		bpf_timer_init(t, &timers, 0);
	return TC_ACT_OK;
}

SEC("tc") int dynptr(struct __sk_buff *skb)
{
	struct bpf_dynptr p;

	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &p);
	bpf_ringbuf_discard_dynptr(&p, 0);
	return TC_ACT_OK;
}

SEC("tc") int kptr(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&holders, &key);
	struct task_struct *old;

	if (h) {
		old = bpf_kptr_xchg(&h->task, NULL);
		if (old)
			bpf_task_release(old);
	}
	return TC_ACT_OK;
}

SEC("tc") int exception(struct __sk_buff *skb)
{
	if (skb->len == 1)
		bpf_throw(0);
	return TC_ACT_OK;
}

SEC("tc") int current(struct __sk_buff *skb)
{
	return bpf_get_current_task_btf()->pid == 1;
}

SEC("lsm.s/file_open") int sleeps(u64 *ctx)
{
	return 0;
}
