// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Kernel objects, in a program that may write some of others; needs kernel 5.11. */
#include "bpf_min.h"

SEC("tc") int anybody(struct __sk_buff *skb)
{
	bpf_get_current_task_btf()->pid = 1;
	// expected-warning@-1 {{programs may only read kernel objects [bpf-read-only]}}
	// expected-note@-2 {{kernel: "only read is supported"}}
	return 0;
}
