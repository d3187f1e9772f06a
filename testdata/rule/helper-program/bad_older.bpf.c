// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers that programs of this type may call today, and not in Linux 6.1; not replayed. */
// options: kernel=6.1
#include "bpf_min.h"

SEC("xdp") int current_task(struct xdp_md *ctx)
{
	return bpf_get_current_pid_tgid() ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_XDP cannot call 'bpf_get_current_pid_tgid' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "unknown func bpf_get_current_pid_tgid#14"}}
}

SEC("raw_tp/sched_switch") int cookie(struct bpf_raw_tracepoint_args *ctx)
{
	return bpf_get_attach_cookie(ctx) != 0;
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_RAW_TRACEPOINT cannot call 'bpf_get_attach_cookie' [bpf-helper-program]}}
	// expected-note@-2 {{kernel: "unknown func bpf_get_attach_cookie#174"}}
}
