// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#define NO_LICENSE
#include "bpf_min.h"

static const char _license[] SEC("license") = "Apache-2.0";
static const char text[] = "hello";

SEC("kprobe/do_unlinkat") int on_the_line(struct pt_regs *ctx)
{
	bpf_trace_printk(text, sizeof(text)); // NOLINT(bpf-license)
	return 0;
}

SEC("kprobe/do_unlinkat") __attribute__((annotate("bpfproof:ignore=license"))) int whole_program(struct pt_regs *ctx)
{
	bpf_trace_printk(text, sizeof(text));
	return 0;
}
