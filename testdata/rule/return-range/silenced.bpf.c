// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("cgroup/connect4") int on_the_line(struct bpf_sock_addr *ctx)
{
	return 2; // NOLINT(bpf-return-range)
}

SEC("cgroup/connect4") __attribute__((annotate("bpfproof:ignore=return-range"))) int whole_program(struct bpf_sock_addr *ctx)
{
	return 2;
}
