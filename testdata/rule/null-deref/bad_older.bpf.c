// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Linux 6.1 does not take null where newer kernels do; not replayed. */
// options: kernel=6.1
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
	// expected-warning@-1 {{wants a valid pointer as argument 2 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "type=ptr_or_null_ expected="}}
}
