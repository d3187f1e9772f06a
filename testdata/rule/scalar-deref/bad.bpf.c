// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Numbers used as addresses. */
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

SEC("kprobe/do_unlinkat") int register_argument(struct pt_regs *ctx)
{
	struct task_struct *t = (struct task_struct *)PT_REGS_PARM1(ctx); // expected-note {{'t' is what a register of the traced function held}}

	return t->pid;
	// expected-warning@-1 {{'t' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}

SEC("kprobe/do_unlinkat") int current_task(struct pt_regs *ctx)
{
	struct task_struct *t = (struct task_struct *)bpf_get_current_task();
	// expected-note@-1 {{'t' is the result of 'bpf_get_current_task'}}
	// expected-note@-2 {{'bpf_get_current_task_btf' gives a pointer that can be read directly}}

	return t->tgid;
	// expected-warning@-1 {{'t' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}

SEC("tracepoint/syscalls/sys_enter_openat") int user_string(struct sys_enter_args *ctx)
{
	const char *name = (const char *)ctx->args[1];

	return name[0] == '/';
	// expected-warning@-1 {{'name' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}

/* A pointer that was kept in a map comes back as a number. */
SEC("xdp") int kept_in_a_map(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct holder *h = bpf_map_lookup_elem(&holders, &key);

	if (!h)
		return XDP_PASS;
	*h->where = 1;
	// expected-warning@-1 {{'h->where' is a number to the verifier, not a pointer: it cannot be written through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
	return XDP_PASS;
}

SEC("xdp") int number_as_address(struct xdp_md *ctx)
{
	u32 key = ctx->ingress_ifindex;
	struct holder *h = bpf_map_lookup_elem(&holders, &key);

	if (!h)
		return XDP_PASS;
	return *(u8 *)h->number;
	// expected-warning@-1 {{is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}

/* The packet may have moved: pointers into it are void. */
SEC("xdp") int stale_packet(struct xdp_md *ctx)
{
	u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;

	if (data + 14 > end || bpf_xdp_adjust_head(ctx, 4))
		return XDP_PASS;
	return data[0];
	// expected-warning@-1 {{'data' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}

SEC("tc") int stale_after_pull(struct __sk_buff *skb)
{
	u8 *data = (u8 *)(long)skb->data, *end = (u8 *)(long)skb->data_end;

	if (data + 14 > end)
		return TC_ACT_OK;
	bpf_skb_pull_data(skb, 64);
	data[12] = 0;
	// expected-warning@-1 {{'data' is a number to the verifier, not a pointer: it cannot be written through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
	return TC_ACT_OK;
}

SEC("tc") int behind_the_last(struct __sk_buff *skb)
{
	u8 *data = (u8 *)(long)skb->data, *end = (u8 *)(long)skb->data_end;

	if (data + 14 > end)
		return TC_ACT_OK;
	return *end;
	// expected-warning@-1 {{'end' is the packet's end: it can be compared with, but not read through [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'pkt_end'"}}
}
