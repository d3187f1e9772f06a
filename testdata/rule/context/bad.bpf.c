// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The context, used where its type does not allow it. */
#include "bpf_min.h"

SEC("xdp") int variable_offset(struct xdp_md *ctx)
{
	u32 i = ctx->rx_queue_index;

	if (i > 4)
		return XDP_PASS;
	return ((u32 *)ctx)[i];
	// expected-warning@-1 {{the context is accessed at an offset that is not a constant: it is in [0, 16] [bpf-context]}}
	// expected-note@-2 {{kernel: "variable ctx access"}}
}

SEC("xdp") int behind_the_end(struct xdp_md *ctx)
{
	return ((u32 *)ctx)[6];
	// expected-warning@-1 {{a read of 4 bytes at offset 24 of the context: programs of type BPF_PROG_TYPE_XDP may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=24 size=4"}}
}

SEC("xdp") int write_field(struct xdp_md *ctx)
{
	ctx->ingress_ifindex = 1;
	// expected-warning@-1 {{a write of 4 bytes at offset 12 of the context ('ingress_ifindex'): programs of type BPF_PROG_TYPE_XDP may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=12 size=4"}}
	return XDP_PASS;
}

SEC("xdp") int half_a_field(struct xdp_md *ctx)
{
	return *(volatile u16 *)&ctx->rx_queue_index;
	// expected-warning@-1 {{a read of 2 bytes at offset 16 of the context ('rx_queue_index'): programs of type BPF_PROG_TYPE_XDP may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=16 size=2"}}
}

SEC("socket") int packet_pointers(struct __sk_buff *skb)
{
	return skb->data;
	// expected-warning@-1 {{a read of 4 bytes at offset 76 of the context ('data'): programs of type BPF_PROG_TYPE_SOCKET_FILTER may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=76 size=4"}}
}

SEC("tc") int write_length(struct __sk_buff *skb)
{
	skb->len = 0;
	// expected-warning@-1 {{a write of 4 bytes at offset 0 of the context ('len'): programs of type BPF_PROG_TYPE_SCHED_CLS may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=0 size=4"}}
	return TC_ACT_OK;
}

SEC("kprobe/do_unlinkat") int write_register(struct pt_regs *ctx)
{
	ctx->ax = 0;
	// expected-warning@-1 {{a write of 8 bytes at offset 80 of the context: programs of type BPF_PROG_TYPE_KPROBE may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=80 size=8"}}
	return 0;
}
