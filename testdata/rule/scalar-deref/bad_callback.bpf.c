// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A callback that reads through the context that nobody gave it; needs kernel 5.17. */
#include "bpf_min.h"

static int turn(u32 i, void *ctx)
{
	return *(u32 *)ctx == i;
	// expected-warning@-1 {{'ctx' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
}

SEC("tc") int no_context(struct __sk_buff *skb)
{
	bpf_loop(4, turn, 0, 0);
	return TC_ACT_OK;
}
