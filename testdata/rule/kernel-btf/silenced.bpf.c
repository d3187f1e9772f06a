// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// options: btf=KERNEL
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tp_btf/no_such_event") int event(u64 *ctx) // NOLINT(bpf-kernel-btf)
{
	return 0;
}

SEC("tp_btf/sched_switch") __attribute__((annotate("bpfproof:ignore=kernel-btf"))) int fifth(u64 *ctx)
{
	return ctx[4] == 1;
}
