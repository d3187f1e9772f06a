// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers where they belong; one that is in the source but never called. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int in_xdp(struct xdp_md *ctx)
{
	u8 byte;

	return bpf_xdp_load_bytes(ctx, 0, &byte, 1) ? XDP_PASS : XDP_DROP;
}

SEC("tc") int in_tc(struct __sk_buff *skb)
{
	u8 byte;

	return bpf_skb_load_bytes(skb, 0, &byte, 1) ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("kprobe/do_unlinkat") int in_kprobe(struct pt_regs *ctx)
{
	return bpf_get_current_pid_tgid() ? 0 : bpf_get_current_task() != 0;
}

SEC("xdp") int never_reached(struct xdp_md *ctx)
{
	u8 byte;

	if (0)
		bpf_skb_load_bytes(ctx, 0, &byte, 1);
	return XDP_PASS;
}

static __always_inline int load(void *ctx, bool skb)
{
	u8 byte = 0;

	if (skb)
		bpf_skb_load_bytes(ctx, 0, &byte, 1);
	return byte ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int not_on_this_side(struct xdp_md *ctx)
{
	return load(ctx, false);
}
