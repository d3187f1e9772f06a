// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers for GPL programs in a program that is not. */
#define NO_LICENSE
#include "bpf_min.h"

static const char _license[] SEC("license") = "Apache-2.0";
// expected-note@-1 2 {{the licence is declared here}}

SEC("kprobe/do_unlinkat") int print(struct pt_regs *ctx)
{
	static const char text[] = "hello";

	bpf_trace_printk(text, sizeof(text));
	// expected-warning@-1 {{'bpf_trace_printk' is for GPL-compatible programs only, and this one's licence is "Apache-2.0" [bpf-license]}}
	// expected-note@-2 {{kernel: "cannot call GPL-restricted function from non-GPL compatible program"}}
	return 0;
}

SEC("kprobe/do_unlinkat") int probe(struct pt_regs *ctx)
{
	u64 x;

	bpf_probe_read_kernel(&x, sizeof(x), (void *)PT_REGS_PARM1(ctx));
	// expected-warning@-1 {{'bpf_probe_read_kernel' is for GPL-compatible programs only, and this one's licence is "Apache-2.0" [bpf-license]}}
	// expected-note@-2 {{kernel: "cannot call GPL-restricted function from non-GPL compatible program"}}
	return 0;
}
