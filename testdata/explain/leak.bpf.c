// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("tc") int leak(struct __sk_buff *skb)
{
	u32 *event = bpf_ringbuf_reserve(&events, 8, 0);

	if (!event)
		return 0;
	event[0] = skb->len;
	if (skb->mark == 7)
		return 0;
	bpf_ringbuf_submit(event, 0);
	return 0;
}
