// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* exec_trace with four mistakes; `tools/scripts/lint` without arguments shows what is said about them. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define PATH_MAX 4096

struct run {
	__u64 began;
	char filename[64];
};

struct event {
	__u64 nanoseconds;
	pid_t pid;
	int exit_code;
	char comm[16];
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

SEC("tp/sched/sched_process_exec")
int on_exec(struct trace_event_raw_sched_process_exec *ctx)
{
	pid_t pid = bpf_get_current_pid_tgid() >> 32;
	unsigned offset = ctx->__data_loc_filename & 0xffff;
	struct run run = {};

	run.began = bpf_ktime_get_ns();
	/* 1: paths may be that long, the buffer is not */
	bpf_probe_read_kernel_str(run.filename, PATH_MAX, (void *)ctx + offset);
	bpf_map_update_elem(&runs, &pid, &run, BPF_ANY);
	return 0;
}

SEC("tp/sched/sched_process_exit")
int on_exit(struct trace_event_raw_sched_process_template *ctx)
{
	pid_t pid = bpf_get_current_pid_tgid() >> 32;
	struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	struct run *run;

	if (!e)
		return 0;
	run = bpf_map_lookup_elem(&runs, &pid);
	if (!run)
		return 0; /* 2: the record is neither submitted nor discarded */
	e->nanoseconds = bpf_ktime_get_ns() - run->began;
	e->pid = pid;
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("tp/sched/sched_process_exit")
int on_exit_code(struct trace_event_raw_sched_process_template *ctx)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 0;
	e->exit_code = task->exit_code; /* 3: kernel memory behind a number */
	bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("tp/sched/sched_process_exit")
int on_exit_late(struct trace_event_raw_sched_process_template *ctx)
{
	struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 0;
	e->pid = bpf_get_current_pid_tgid() >> 32;
	bpf_ringbuf_submit(e, 0);
	e->nanoseconds = bpf_ktime_get_ns(); /* 4: it is no longer ours */
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
