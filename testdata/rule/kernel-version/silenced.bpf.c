// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// options: kernel=5.4
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int on_the_line(struct xdp_md *ctx)
{
	bpf_rcu_read_lock(); // NOLINT(bpf-kernel-version)
	return XDP_PASS;
}

SEC("fentry/do_unlinkat") __attribute__((annotate("bpfproof:ignore=kernel-version"))) int whole_program(unsigned long long *ctx)
{
	return 0;
}
