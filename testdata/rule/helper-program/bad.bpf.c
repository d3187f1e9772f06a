// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers that programs of this type may not call. */
#include "bpf_min.h"

SEC("xdp") int load_skb_bytes(struct xdp_md *ctx)
{
	u8 byte;

	return bpf_skb_load_bytes(ctx, 0, &byte, 1) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_XDP cannot call 'bpf_skb_load_bytes' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "program of this type cannot use helper bpf_skb_load_bytes#26"}}
}

SEC("tc") int move_head(struct __sk_buff *skb)
{
	return bpf_xdp_adjust_head((struct xdp_md *)skb, 4) ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_SCHED_CLS cannot call 'bpf_xdp_adjust_head' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "program of this type cannot use helper bpf_xdp_adjust_head#44"}}
}

SEC("xdp") int kernel_stack(struct xdp_md *ctx)
{
	return bpf_get_stackid(ctx, NULL, 0);
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_XDP cannot call 'bpf_get_stackid' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "program of this type cannot use helper bpf_get_stackid#27"}}
}

SEC("kprobe/do_unlinkat") int redirect(struct pt_regs *ctx)
{
	return bpf_redirect_map(NULL, 0, 0);
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_KPROBE cannot call 'bpf_redirect_map' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "program of this type cannot use helper bpf_redirect_map#51"}}
}

SEC("kprobe/do_unlinkat") int find_socket(struct pt_regs *ctx)
{
	struct bpf_sock_tuple tuple = {};

	return bpf_sk_lookup_tcp(ctx, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0) ? 1 : 0;
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_KPROBE cannot call 'bpf_sk_lookup_tcp' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "program of this type cannot use helper bpf_sk_lookup_tcp#84"}}
}
