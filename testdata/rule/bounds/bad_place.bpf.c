// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Behind the flow keys, and before the buffer that an iterator lends. */
#include "bpf_min.h"

SEC("flow_dissector") int behind_the_keys(struct __sk_buff *skb)
{
	u64 *keys = (u64 *)skb->flow_keys;

	return keys[7] != 0;
	// expected-warning@-1 {{read of 8 bytes at offset 56 of the flow keys, which is 56 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "invalid access to flow keys"}}
}

struct bpf_iter__bpf_map_elem {
	u64 meta, map, key;
	void *value;
};

SEC("iter/bpf_map_elem") int before_it_begins(struct bpf_iter__bpf_map_elem *ctx)
{
	u32 *value = ctx->value;

	if (value && value[-1])
		// expected-warning@-1 {{read of 4 bytes through 'value[-1]', 4 bytes before this buffer begins [bpf-bounds]}}
		// expected-note@-2 {{kernel: "buffer access: off="}}
		return 1;
	return 0;
}
