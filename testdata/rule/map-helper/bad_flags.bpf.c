// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* bpf_get_local_storage() has flags that nobody may set. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, u64);
	__type(value, u64);
} storage SEC(".maps");

SEC("cgroup_skb/egress") int one(struct __sk_buff *skb)
{
	u64 *v = bpf_get_local_storage(&storage, 1);
	// expected-warning@-1 {{the flags of 'bpf_get_local_storage' must be 0, and to the verifier they are 1 [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "get_local_storage() doesn't support non-zero flags"}}

	return *v & 1;
}

SEC("cgroup_skb/egress") int unknown(struct __sk_buff *skb)
{
	u64 *v = bpf_get_local_storage(&storage, skb->len);
	// expected-warning@-1 {{the flags of 'bpf_get_local_storage' must be 0, and to the verifier they are in [0, 4294967295] [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "get_local_storage() doesn't support non-zero flags"}}

	return *v & 1;
}
