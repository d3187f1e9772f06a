// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A helper that takes no packet memory, for it may change the packet itself. */
#include "bpf_min.h"

SEC("tc") int into_itself(struct __sk_buff *skb)
{
	u8 *data = (u8 *)(long)skb->data, *end = (u8 *)(long)skb->data_end;

	if (data + 16 > end)
		return 0;
	return bpf_skb_load_bytes(skb, 0, data + 8, 4);
	// expected-warning@-1 {{argument 3 of 'bpf_skb_load_bytes' cannot lie in the packet: this helper takes no packet memory [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "helper access to the packet is not allowed"}}
}
