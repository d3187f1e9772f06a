// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Whatever number the loader sets, some other one is not above it: what stands behind that is followed by every kernel. */
#include "bpf_min.h"

const volatile u32 most = 16;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} seen SEC(".maps");

SEC("tc") int not_above(struct __sk_buff *skb)
{
	u32 mark = skb->mark;
	u64 *v;

	if (mark > most)
		return TC_ACT_OK;
	v = bpf_map_lookup_elem(&seen, &mark);
	return *v;
	// expected-warning@-1 {{'v' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'map_value_or_null'"}}
}
