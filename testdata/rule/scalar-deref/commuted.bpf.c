// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A number that a pointer is added to does not go with what the pointer points into; not replayed, because kernels behind 6.18 know better. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("tc") int sum_of_a_number(struct __sk_buff *skb)
{
	u32 *record = bpf_ringbuf_reserve(&ring, 4, 0), *derived;

	if (!record)
		return TC_ACT_OK;
	asm volatile("%[dst] = 0; %[dst] += %[src];" : [dst] "=&r"(derived) : [src] "r"(record));
	bpf_ringbuf_submit(record, 0);
	return *derived ? TC_ACT_OK : TC_ACT_SHOT;
}
