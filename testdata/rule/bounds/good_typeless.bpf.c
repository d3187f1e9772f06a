// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The section says no type, and one of those that take such a context accepts it; not replayed. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("my_filter") int checked(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 1 > end)
		return XDP_PASS;
	return data[0] ? XDP_PASS : XDP_DROP;
}

/* Packets of traffic control are read and written; socket filters and others do not reach them. */
SEC("from-netdev") int of_many(struct __sk_buff *skb)
{
	u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 1 > end)
		return TC_ACT_OK;
	data[0] = 0;
	return TC_ACT_OK;
}

/* A socket filter may return any number, and reads no packet this way. */
SEC("of_a_socket") int any_number(struct __sk_buff *skb)
{
	return skb->len;
}

SEC("of_nobody_known") int any_context(void *ctx)
{
	return *(int *)ctx;
}
