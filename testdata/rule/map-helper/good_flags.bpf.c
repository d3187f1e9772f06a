// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near miss: flags that are 0 after all. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, u64);
	__type(value, u64);
} storage SEC(".maps");

SEC("cgroup_skb/egress") int zero(struct __sk_buff *skb)
{
	u64 flags = skb->len, *v;

	if (flags)
		return 1;
	v = bpf_get_local_storage(&storage, flags);
	return *v & 1;
}
