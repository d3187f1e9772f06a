// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One of the two licences is enough. */
// expected-no-diagnostics
#define NO_LICENSE
#include "bpf_min.h"

static const char _license[] SEC("license") = "Dual BSD/GPL";

SEC("kprobe/do_unlinkat") int print(struct pt_regs *ctx)
{
	static const char text[] = "hello";

	bpf_trace_printk(text, sizeof(text));
	return 0;
}
