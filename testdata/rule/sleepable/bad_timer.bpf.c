// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a timer runs may not sleep, though the program that sets it may; needs kernel 6.18. */
#include "bpf_min.h"

struct alarm {
	struct bpf_timer timer;
	u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct alarm);
} alarms SEC(".maps");

static int rings(void *map, u32 *key, struct alarm *a)
{
	u32 word = 0;

	bpf_copy_from_user(&word, sizeof word, (void *)(long)a->count);
	// expected-warning@-1 {{'bpf_copy_from_user' may sleep, but what a timer runs may not [bpf-sleepable]}}
	// expected-note@-2 {{kernel: "helper call might sleep in a non-sleepable prog"}}
	return 0;
}

SEC("syscall") int sets(void *ctx)
{
	u32 key = 0;
	struct alarm *a = bpf_map_lookup_elem(&alarms, &key);

	if (a && !bpf_timer_init(&a->timer, &alarms, 1))
		bpf_timer_set_callback(&a->timer, rings);
	return 0;
}
