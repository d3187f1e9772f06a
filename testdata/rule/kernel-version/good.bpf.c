// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What Linux 5.10 has, what it is asked for before it is used, and what a loader replaces. (not replayed) */
// options: kernel=5.10
// expected-no-diagnostics
#include "bpf_min.h"

enum bpf_func_id {
	BPF_FUNC_loop = 181,
};
#define has_helper(id) __builtin_preserve_enum_value(*(typeof(enum bpf_func_id) *)id, 0)

extern int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
extern void bpf_task_release(struct task_struct *p) __attribute__((weak, section(".ksyms")));

const volatile int newest = 0;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

static long step(u32 i, void *data)
{
	return 0;
}

SEC("xdp") int asks(struct xdp_md *ctx)
{
	if (has_helper(BPF_FUNC_loop))
		bpf_loop(16, step, NULL, 0);
	return XDP_PASS;
}

SEC("xdp") int asks_for_version(struct xdp_md *ctx)
{
	if (LINUX_KERNEL_VERSION >= 0x051100)
		bpf_loop(16, step, NULL, 0);
	return XDP_PASS;
}

SEC("tp_btf/sched_switch") int asks_for_kfunc(unsigned long long *ctx)
{
	if (bpf_task_release)
		bpf_task_release((struct task_struct *)ctx[1]);
	return 0;
}

SEC("xdp") int configured(struct xdp_md *ctx)
{
	if (newest)
		bpf_loop(16, step, NULL, 0);
	return XDP_PASS;
}

SEC("?kprobe.multi/do_*") int not_loaded(struct pt_regs *ctx)
{
	return 0;
}

SEC("kprobe/do_unlinkat") int reads(struct pt_regs *ctx)
{
	u64 x;

	return bpf_probe_read_kernel(&x, sizeof(x), (void *)PT_REGS_PARM1(ctx)) ? 0 : 1;
}
