// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What any program may call. */
// expected-no-diagnostics
#define NO_LICENSE
#include "bpf_min.h"

static const char _license[] SEC("license") = "MIT";

SEC("kprobe/do_unlinkat") int free_helpers(struct pt_regs *ctx)
{
	return bpf_get_current_pid_tgid() && bpf_ktime_get_ns();
}
