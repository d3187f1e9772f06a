// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same with indexes that fit: the value needs no check for null, and the functions may sleep though their programs may not. A task's function may return what it likes; needs kernel 6.18. */
// expected-no-diagnostics
#include "bpf_min.h"

struct bpf_map {
	u32 id;
};

extern int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags) __ksym;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int(callback_fn)(void *map, int *key, void *value), unsigned int flags, void *aux__prog) __ksym;
extern int bpf_task_work_schedule_signal_impl(struct task_struct *task, struct bpf_task_work *tw, void *map__map,
					      int (*callback)(struct bpf_map *map, void *key, void *value), void *aux__prog) __ksym;

struct job {
	struct bpf_wq work;
	u32 count;
	u32 slots[4];
};

struct errand {
	struct bpf_task_work work;
	u32 count;
	u32 slots[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct job);
} jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct errand);
} errands SEC(".maps");

static int within(void *map, int *key, void *value)
{
	struct job *j = value;
	u32 word = 0;

	j->slots[j->count & 3] = *key;
	bpf_copy_from_user(&word, sizeof word, (void *)(long)j->count);
	return 0;
}

static int fits(struct bpf_map *map, void *key, void *value)
{
	struct errand *e = value;

	e->slots[e->count & 3] = *(u32 *)key;
	return 5;
}

SEC("tc") int queued(struct __sk_buff *skb)
{
	u32 key = 0;
	struct job *j = bpf_map_lookup_elem(&jobs, &key);

	if (j && !bpf_wq_init(&j->work, &jobs, 0)) {
		bpf_rcu_read_lock();
		bpf_wq_set_callback_impl(&j->work, within, 0, NULL);
		bpf_rcu_read_unlock();
	}
	return TC_ACT_OK;
}

SEC("kprobe/do_nothing") int handed(void *ctx)
{
	u32 key = 0;
	struct errand *e = bpf_map_lookup_elem(&errands, &key);

	if (e)
		bpf_task_work_schedule_signal_impl(bpf_get_current_task_btf(), &e->work, &errands, fits, NULL);
	return 0;
}
