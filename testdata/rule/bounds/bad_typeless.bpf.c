// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The section says no type, but what takes such a context refuses it, whichever type the loader chooses; not replayed. */
#include "bpf_min.h"

/* Only one type takes this. */
SEC("my_filter") int unchecked(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data;

	return data[0] ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{read of 1 bytes from the packet through 'data', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}

/* Of the many that take this, some do not let it read 'data_meta' at all. */
SEC("from-netdev") int of_many(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data_meta;

	return data[0] ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{read of 1 bytes from the packet through 'data', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}
