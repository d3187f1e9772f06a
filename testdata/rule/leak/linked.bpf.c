// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a function of another object does with a reference is not known; not replayed, because it takes that object to load. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

extern void send_event(void *record);

SEC("tp/sched/sched_switch") int given_away(void *ctx)
{
	u64 *record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);

	if (record)
		send_event(record);
	return 0;
}
