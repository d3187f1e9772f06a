// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same member, in a kernel that may have it: it came between Linux 5.10 and 6.1. */
// options: kernel=5.15
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int hardware_time(struct __sk_buff *skb)
{
	return ((u64 *)skb)[23] ? TC_ACT_OK : TC_ACT_SHOT;
}
