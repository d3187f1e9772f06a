// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One thing of each kind that came with a later kernel, on one that has none of them; not replayed. */
// options: kernel=5.4
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
	// expected-warning@-1 {{BPF_MAP_TYPE_RINGBUF came with Linux 5.8, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	// expected-warning@-1 {{BPF_MAP_TYPE_TASK_STORAGE came with Linux 5.11, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct guarded);
} guards SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	// expected-warning@-1 {{BPF_MAP_TYPE_ARENA came with Linux 6.9, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
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
	// expected-warning@-1 {{helper 'bpf_loop' came with Linux 5.17, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "invalid func unknown#181"}}
	return TC_ACT_OK;
}

SEC("tc") int iterator(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 4);
	// expected-warning@-1 {{kfunc 'bpf_iter_num_new' came with Linux 6.4, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "extern (func ksym) 'bpf_iter_num_new': not found in kernel or module BTFs"}}
	bpf_iter_num_destroy(&it);
	return TC_ACT_OK;
}

SEC("tc") int timer(struct __sk_buff *skb)
{
	u32 key = 0;
	struct bpf_timer *t = bpf_map_lookup_elem(&timers, &key);

	if (t)
		bpf_timer_init(t, &timers, 0);
		// expected-warning@-1 {{helper 'bpf_timer_init' came with Linux 5.15, and Linux 5.4 does not have it [bpf-kernel-version]}}
		// expected-note@-2 {{kernel: "invalid func unknown#169"}}
	return TC_ACT_OK;
}

SEC("tc") int dynptr(struct __sk_buff *skb)
{
	struct bpf_dynptr p;

	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &p);
	// expected-warning@-1 {{helper 'bpf_ringbuf_reserve_dynptr' came with Linux 5.19, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "invalid func unknown#198"}}
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
		// expected-warning@-1 {{helper 'bpf_kptr_xchg' came with Linux 5.19, and Linux 5.4 does not have it [bpf-kernel-version]}}
		// expected-note@-2 {{kernel: "invalid func unknown#194"}}
		if (old)
			bpf_task_release(old);
	}
	return TC_ACT_OK;
}

SEC("tc") int exception(struct __sk_buff *skb)
{
	if (skb->len == 1)
		bpf_throw(0);
		// expected-warning@-1 {{kfunc 'bpf_throw' came with Linux 6.7, and Linux 5.4 does not have it [bpf-kernel-version]}}
		// expected-note@-2 {{kernel: "extern (func ksym) 'bpf_throw': not found in kernel or module BTFs"}}
	return TC_ACT_OK;
}

SEC("tc") int current(struct __sk_buff *skb)
{
	return bpf_get_current_task_btf()->pid == 1;
	// expected-warning@-1 {{helper 'bpf_get_current_task_btf' came with Linux 5.11, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "invalid func unknown#158"}}
}

SEC("lsm.s/file_open") int sleeps(u64 *ctx)
// expected-warning@-1 {{programs of type BPF_PROG_TYPE_LSM came with Linux 5.7, and Linux 5.4 does not have them [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "failed to load: -22"}}
{
	return 0;
}
