// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Packet programs may write one member of one kernel object, and none of what others lead to; needs kernel 6.1. */
#include "bpf_min.h"

SEC("tc") int renames(struct __sk_buff *skb)
{
	struct task_struct *leader = bpf_get_current_task_btf()->real_parent;

	leader->pid = 1;
	// expected-warning@-1 {{programs may only read kernel objects [bpf-read-only]}}
	// expected-note@-2 {{kernel: "only read is supported"}}
	return 0;
}
