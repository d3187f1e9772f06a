// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Behind a tail call that failed the packet is where it was. Needs kernel 6.18. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} programs SEC(".maps");

SEC("tc") int falls_through(struct __sk_buff *skb)
{
	u32 *p = (void *)(long)skb->data;

	if ((void *)(p + 1) > (void *)(long)skb->data_end)
		return TC_ACT_SHOT;
	bpf_tail_call(skb, &programs, 0);
	return *p ? TC_ACT_OK : TC_ACT_SHOT;
}
