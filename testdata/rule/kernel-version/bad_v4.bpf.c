// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Instructions that Linux 6.5 does not have yet; not replayed. */
// options: kernel=6.5
#include "bpf_min.h"

SEC("xdp") int divides(struct xdp_md *ctx)
{
	return (s32)ctx->ingress_ifindex / (s32)ctx->rx_queue_index > 0;
	// expected-warning@-1 {{signed divisions (-mcpu=v4) came with Linux 6.6, and Linux 6.5 does not have them [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "BPF_ALU uses reserved fields"}}
}

SEC("xdp") int rest(struct xdp_md *ctx)
{
	return (s32)ctx->ingress_ifindex % (s32)ctx->rx_queue_index > 0;
	// expected-warning@-1 {{signed divisions (-mcpu=v4) came with Linux 6.6, and Linux 6.5 does not have them [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "BPF_ALU uses reserved fields"}}
}

SEC("xdp") int loops(struct xdp_md *ctx)
{
	u64 n = 0;

	for (;; n++) {
		asm volatile goto(".byte 0xe5; .byte 0; .long ((%l[out] - . - 8) / 8) & 0xffff; .short 0" :::: out);
		// expected-warning@-1 {{may_goto came with Linux 6.9, and Linux 6.5 does not have them [bpf-kernel-version]}}
		// expected-note@-2 {{kernel: "unknown opcode e5"}}
	}
out:
	return n > 100;
}
