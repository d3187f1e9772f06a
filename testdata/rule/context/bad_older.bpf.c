// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A member of the context that is newer than the kernel; not replayed. */
// options: kernel=5.10
#include "bpf_min.h"

SEC("tc") int hardware_time(struct __sk_buff *skb)
{
	return ((u64 *)skb)[23] ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{a read of 8 bytes at offset 184 of the context ('hwtstamp'): programs of type BPF_PROG_TYPE_SCHED_CLS may not [bpf-context]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access off=184 size=8"}}
}
