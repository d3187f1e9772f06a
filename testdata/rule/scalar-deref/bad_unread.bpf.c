// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sums that look as if nobody asked for them. */
#include "bpf_min.h"

SEC("kprobe/do_unlinkat") int asked_for_once(struct pt_regs *ctx)
{
	u64 sum = 0;

	for (int i = 0; i < 3; i++)
		sum += *(u32 *)ctx->di;
	// expected-warning@-1 {{'ctx->di' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
	return sum & 1;
}

SEC("kprobe/do_unlinkat") int decides(struct pt_regs *ctx)
{
	u64 sum = 0;

	for (int i = 0; i < 4; i++)
		if (bpf_get_prandom_u32() & 1)
			sum += *(u32 *)ctx->di;
	// expected-warning@-1 {{'ctx->di' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
	if (sum > 10)
		bpf_get_prandom_u32();
	return 0;
}
