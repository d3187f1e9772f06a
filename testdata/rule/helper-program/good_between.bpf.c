// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Linux 6.1 does not let programs of this type call it, 6.12 does: of what lies between, nothing is said. */
// options: kernel=6.6
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int current_task(struct xdp_md *ctx)
{
	return bpf_get_current_pid_tgid() ? XDP_PASS : XDP_DROP;
}
