// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bpf_min.h"

struct table {
	u32 at[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct table);
} tables SEC(".maps");

SEC("tc") int ranges(struct __sk_buff *skb)
{
	u32 zero = 0, i = skb->len, mark = skb->mark;
	struct table *t = bpf_map_lookup_elem(&tables, &zero);

	if (!t)
		return 0;
	if (mark == 3)
		i &= 15;
	if (i > 16)
		return 0;
	return t->at[i];
}
