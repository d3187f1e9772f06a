// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What Linux 6.1 lets programs of this type call, and newer ones do not; a helper where it always was. */
// options: kernel=6.1
// expected-no-diagnostics
#include "bpf_min.h"

SEC("lwt_seg6local") int pull(struct __sk_buff *skb)
{
	return bpf_skb_pull_data(skb, 0) ? 2 : 0;
}

SEC("kprobe/do_unlinkat") int current_task(struct pt_regs *ctx)
{
	return bpf_get_current_pid_tgid() ? 0 : bpf_get_attach_cookie(ctx) != 0;
}
