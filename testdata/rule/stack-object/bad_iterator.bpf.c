// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* An iterator's bytes are the kernel's; needs kernel 6.4. */
#include "bpf_min.h"

SEC("xdp") int read(struct xdp_md *ctx)
{
	struct bpf_iter_num it;
	u64 state;

	bpf_iter_num_new(&it, 0, 10);
	state = it.opaque[0];
	// expected-warning@-1 {{'it.opaque' holds an iterator: its bytes cannot be read [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "invalid read from stack"}}
	bpf_iter_num_destroy(&it);
	return state & 1;
}
