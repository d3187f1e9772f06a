// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The kernel's own context is only to be had of the program's; needs kernel 6.5. */
#include "bpf_min.h"

extern void *bpf_cast_to_kern_ctx(void *obj) __ksym;

SEC("xdp") int none(struct xdp_md *ctx)
{
	return bpf_cast_to_kern_ctx(NULL) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{argument 1 of 'bpf_cast_to_kern_ctx' must be the program's context, but this is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "expected pointer to ctx, but got"}}
}

SEC("xdp") int another(struct xdp_md *ctx)
{
	u64 own[4] = {};

	return bpf_cast_to_kern_ctx(own) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{argument 1 of 'bpf_cast_to_kern_ctx' must be the program's context, but 'own' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "expected pointer to ctx, but got"}}
}
