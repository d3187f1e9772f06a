// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* exec_trace: how long processes ran, from exec to exit, as records in a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct run {
	__u64 began;
	char filename[64];
};

struct event {
	__u64 nanoseconds;
	pid_t pid;
	pid_t parent;
	int exit_code;
	char comm[16];
	char filename[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, pid_t);
	__type(value, struct run);
} runs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} events SEC(".maps");

const volatile __u64 shortest = 0; /* nanoseconds; shorter runs are not told */

SEC("tp/sched/sched_process_exec")
int on_exec(struct trace_event_raw_sched_process_exec *ctx)
{
	pid_t pid = bpf_get_current_pid_tgid() >> 32;
	unsigned offset = ctx->__data_loc_filename & 0xffff;
	struct run run = {};

	run.began = bpf_ktime_get_ns();
	bpf_probe_read_kernel_str(run.filename, sizeof(run.filename), (void *)ctx + offset);
	bpf_map_update_elem(&runs, &pid, &run, BPF_ANY);
	return 0;
}

SEC("tp/sched/sched_process_exit")
int on_exit(struct trace_event_raw_sched_process_template *ctx)
{
	__u64 id = bpf_get_current_pid_tgid(), lasted;
	pid_t pid = id >> 32;
	struct task_struct *task;
	struct event *e;
	struct run *run;

	if (pid != (pid_t)id) /* a thread, not the process */
		return 0;
	run = bpf_map_lookup_elem(&runs, &pid);
	if (!run)
		return 0;
	lasted = bpf_ktime_get_ns() - run->began;
	if (lasted < shortest)
		goto forget;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e)
		goto forget;

	task = (struct task_struct *)bpf_get_current_task();
	e->nanoseconds = lasted;
	e->pid = pid;
	e->parent = BPF_CORE_READ(task, real_parent, tgid);
	e->exit_code = BPF_CORE_READ(task, exit_code) >> 8 & 0xff;
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	__builtin_memcpy(e->filename, run->filename, sizeof(e->filename));
	bpf_ringbuf_submit(e, 0);
forget:
	bpf_map_delete_elem(&runs, &pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
