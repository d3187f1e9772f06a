// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Numbers that are addresses elsewhere, read as the kernel wants it; pointers that only look like numbers for a while. */
// expected-no-diagnostics
#include "bpf_min.h"

struct holder {
	u64 *where; // NOLINT(bpf-plain-data)
	u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct holder);
} holders SEC(".maps");

SEC("kprobe/do_unlinkat") int by_helper(struct pt_regs *ctx)
{
	struct task_struct *t = (struct task_struct *)PT_REGS_PARM1(ctx);
	int pid = 0;

	bpf_probe_read_kernel(&pid, sizeof(pid), &t->pid);
	return pid;
}

SEC("tp_btf/sys_enter") int typed_task(u64 *ctx)
{
	struct task_struct *t = bpf_get_current_task_btf();

	return t->real_parent->pid;
}

SEC("tracepoint/syscalls/sys_enter_openat") int user_string(struct sys_enter_args *ctx)
{
	char name[16];

	bpf_probe_read_user_str(name, sizeof(name), (const void *)ctx->args[1]);
	return name[0] == '/';
}

/* Compared, printed, stored: a number all the while. */
SEC("xdp") int only_looked_at(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct holder *h = bpf_map_lookup_elem(&holders, &key);

	if (!h || h->where == (u64 *)h->number)
		return XDP_PASS;
	h->number++;
	return XDP_DROP;
}

SEC("xdp") int through_an_integer(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	u64 as_number = (u64)bpf_map_lookup_elem(&holders, &key);
	struct holder *h = (struct holder *)as_number;

	if (!as_number)
		return XDP_PASS;
	return h->number ? XDP_PASS : XDP_DROP;
}

/* After the packet moved it is looked up again. */
SEC("xdp") int fresh_packet(struct xdp_md *ctx)
{
	u8 *data, *end;

	if (bpf_xdp_adjust_head(ctx, 4))
		return XDP_PASS;
	data = (u8 *)(long)ctx->data;
	end = (u8 *)(long)ctx->data_end;
	if (data + 14 > end)
		return XDP_PASS;
	return data[0] ? XDP_PASS : XDP_DROP;
}
