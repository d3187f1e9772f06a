// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Local storage cannot do without types, so that it is not created at all. */
#include "bpf_min.h"

struct timed {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct timed);
	// expected-warning@-1 {{the value of map 'timers' holds a 'bpf_timer', which BPF_MAP_TYPE_TASK_STORAGE does not take [bpf-special-field]}}
	// expected-note@-2 {{kernel: "failed to create: "}}
} timers SEC(".maps");
