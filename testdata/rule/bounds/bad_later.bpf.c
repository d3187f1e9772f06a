// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A work queue's function, and one that a task runs on its way back, are handed an element of the map; needs kernel 6.18. */
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

static int over(void *map, int *key, void *value)
{
	struct job *j = value;

	j->slots[j->count] = 1;
	// expected-warning@-1 {{write of 4 bytes through 'j->slots[j->count]': its offset into a value of map 'jobs' (BPF_MAP_TYPE_HASH) has no bound [bpf-bounds]}}
	// expected-note@-2 {{kernel: "unbounded memory access, make sure to bounds check any such access"}}
	return 0;
}

static int behind(struct bpf_map *map, void *key, void *value)
{
	struct errand *e = value;

	e->slots[e->count & 7] = 1;
	// expected-warning@-1 {{write of 4 bytes at an offset in [12, 40] of a value of map 'errands' (BPF_MAP_TYPE_ARRAY), which is 32 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "max value is outside of the allowed memory range"}}
	return 0;
}

SEC("tc") int queued(struct __sk_buff *skb)
{
	u32 key = 0;
	struct job *j = bpf_map_lookup_elem(&jobs, &key);

	if (j && !bpf_wq_init(&j->work, &jobs, 0))
		bpf_wq_set_callback_impl(&j->work, over, 0, NULL);
	return TC_ACT_OK;
}

SEC("kprobe/do_nothing") int handed(void *ctx)
{
	u32 key = 0;
	struct errand *e = bpf_map_lookup_elem(&errands, &key);

	if (e)
		bpf_task_work_schedule_signal_impl(bpf_get_current_task_btf(), &e->work, &errands, behind, NULL);
	return 0;
}
