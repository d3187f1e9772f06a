// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The macros of libbpf's headers, as they expand. */
// expected-no-diagnostics
#define __TARGET_ARCH_x86
#include "vmlinux.h"

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
	u64 session_id, seq_num;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} __attribute__((preserve_access_index));

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, 3);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, u32);
} jumps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

static __always_inline void count(u32 key)
{
	u64 one = 1, *v = bpf_map_lookup_elem(&counts, &key);

	if (v)
		__sync_fetch_and_add(v, 1);
	else
		bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
}

SEC("kprobe/do_unlinkat") int BPF_KPROBE(on_entry, int dfd, void *name)
{
	char text[16];

	bpf_probe_read_kernel_str(text, sizeof(text), name);
	bpf_printk("%d %s", dfd, text);
	count(dfd);
	return 0;
}

SEC("kretprobe/do_unlinkat") int BPF_KRETPROBE(on_return, long ret)
{
	count(ret);
	return 0;
}

SEC("kprobe/do_unlinkat") int registers(struct pt_regs *ctx)
{
	struct task_struct *t = (void *)bpf_get_current_task(), *parent;
	char comm[16];

	count(PT_REGS_PARM1(ctx) + PT_REGS_PARM2_CORE(ctx) + PT_REGS_RC(ctx) + PT_REGS_IP(ctx) + PT_REGS_SP(ctx));
	parent = BPF_CORE_READ(t, real_parent);
	BPF_CORE_READ_STR_INTO(&comm, t, real_parent, comm);
	bpf_core_read(&parent, sizeof(parent), &parent->real_parent);
	count(BPF_CORE_READ(parent, tgid) + comm[0] + bpf_core_field_exists(t->tgid) + bpf_core_type_size(struct task_struct));
	return 0;
}

SEC("kprobe/__x64_sys_openat") int BPF_KSYSCALL(on_syscall, int dfd, const char *name)
{
	char text[8] = {};

	bpf_probe_read_user(text, sizeof(text), name);
	count(dfd + text[3]);
	return 0;
}

SEC("raw_tracepoint/sched_process_exit") int BPF_PROG(on_exit, struct task_struct *t)
{
	count(BPF_CORE_READ(t, tgid));
	return 0;
}

SEC("iter/task") int tasks(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *t = ctx->task;

	if (t)
		BPF_SEQ_PRINTF(seq, "%d %d\n", t->tgid, (int)ctx->meta->seq_num);
	return 0;
}

SEC("xdp") int jump(struct xdp_md *ctx)
{
	u32 to = bpf_htons(0x100);

	bpf_tail_call_static(ctx, &jumps, 1);
	bpf_tail_call(ctx, &jumps, to);
	return XDP_PASS;
}
