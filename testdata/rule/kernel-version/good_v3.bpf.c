// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Divisions that compilers make unsigned ones or shifts of; not replayed. */
// options: kernel=6.5
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int never_negative(struct xdp_md *ctx)
{
	return (u16)ctx->ingress_ifindex / ((s32)(ctx->rx_queue_index & 7) + 1) > 1;
}

SEC("xdp") int constant(struct xdp_md *ctx)
{
	return (s32)ctx->ingress_ifindex / 8 > 0;
}
