// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Task work in a value of one map is scheduled with another map, and task work that is in no map; needs kernel 6.18. */
#include "bpf_min.h"

struct bpf_map {
	u32 id;
};

extern int bpf_task_work_schedule_signal_impl(struct task_struct *task, struct bpf_task_work *tw, void *map__map,
					      int (*callback)(struct bpf_map *map, void *key, void *value), void *aux__prog) __ksym;

struct errand {
	struct bpf_task_work work;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct errand);
} one SEC(".maps"), two SEC(".maps");

static int runs(struct bpf_map *map, void *key, void *value)
{
	return 0;
}

SEC("kprobe/do_nothing") int mixed_up(void *ctx)
{
	u32 key = 0;
	struct errand *e = bpf_map_lookup_elem(&one, &key);

	if (e)
		bpf_task_work_schedule_signal_impl(bpf_get_current_task_btf(), &e->work, &two, runs, NULL);
	// expected-warning@-1 {{'e->work' lies in a value of map 'one' (BPF_MAP_TYPE_ARRAY), and 'bpf_task_work_schedule_signal_impl' is told another one: 'two' (BPF_MAP_TYPE_ARRAY) [bpf-special-field]}}
	// expected-note@-2 {{kernel: "bpf_task_work pointer in R2 map_uid=0 doesn't match map pointer in R3 map_uid=0"}}
	return 0;
}

SEC("kprobe/do_nothing") int homeless(void *ctx)
{
	struct errand e = {};

	bpf_task_work_schedule_signal_impl(bpf_get_current_task_btf(), &e.work, &one, runs, NULL);
	// expected-warning@-1 {{argument 2 of 'bpf_task_work_schedule_signal_impl' must be a 'struct bpf_task_work' in a map value, but 'e.work' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "doesn't point to a map value"}}
	return 0;
}
