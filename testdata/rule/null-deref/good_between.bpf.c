// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Null as an argument, which came between Linux 6.1 and 6.12. */
// options: kernel=6.6
// expected-no-diagnostics
#include "bpf_min.h"

struct bpf_iter__task {
	void *meta;
	struct task_struct *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} seen SEC(".maps");

SEC("iter/task") int each(struct bpf_iter__task *ctx)
{
	return bpf_task_storage_get(&seen, ctx->task, NULL, 0) ? 0 : 0;
}
