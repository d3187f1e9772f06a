// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The kernel's own record behind the context is the kernel's; needs kernel 6.7. */
#include "bpf_min.h"

struct xdp_buff {
	void *data, *data_end;
} __attribute__((preserve_access_index));

extern void *bpf_cast_to_kern_ctx(void *obj) __ksym;

SEC("xdp") int written(struct xdp_md *ctx)
{
	struct xdp_buff *own = bpf_cast_to_kern_ctx(ctx);

	own->data_end = 0;
	// expected-warning@-1 {{programs may only read kernel objects [bpf-read-only]}}
	// expected-note@-2 {{kernel: "only read is supported"}}
	return XDP_PASS;
}
