// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The context, used as its type allows. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int fields(struct xdp_md *ctx)
{
	return ctx->ingress_ifindex + ctx->rx_queue_index > 10 ? XDP_PASS : XDP_DROP;
}

SEC("tc") int write_mark(struct __sk_buff *skb)
{
	skb->mark = skb->len;
	skb->priority = 1;
	skb->cb[2] = skb->cb[1];
	return TC_ACT_OK;
}

SEC("tc") int narrow_reads(struct __sk_buff *skb)
{
	return *(volatile u8 *)&skb->protocol ? TC_ACT_OK : TC_ACT_SHOT;
}

/* Unrolled, the index is a constant. */
SEC("tc") int loop(struct __sk_buff *skb)
{
	u32 sum = 0;

#pragma clang loop unroll(full)
	for (int i = 0; i < 5; i++)
		sum += skb->cb[i];
	return sum ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("kprobe/do_unlinkat") int registers(struct pt_regs *ctx)
{
	return PT_REGS_PARM1(ctx) == PT_REGS_PARM2(ctx);
}

static __always_inline int by_pointer(struct __sk_buff *skb, u32 *field)
{
	return skb->mark + *field;
}

SEC("tc") int passed_on(struct __sk_buff *skb)
{
	return by_pointer(skb, &skb->hash) ? TC_ACT_OK : TC_ACT_SHOT;
}

/* Some members of an event's record by name: the loader knows where they are. */
struct trace_event_raw_sched_process_fork {
	int child_pid;
} __attribute__((preserve_access_index));

SEC("tp/sched/sched_process_fork") int some_members(struct trace_event_raw_sched_process_fork *ctx)
{
	return ctx->child_pid > 1;
}

/* Two members at once, at an address that does not suit their size together: clang reads one after the other. */
SEC("xdp") int two_members(struct xdp_md *ctx)
{
	return *(u64 *)&ctx->ingress_ifindex > 7 ? XDP_PASS : XDP_DROP;
}
