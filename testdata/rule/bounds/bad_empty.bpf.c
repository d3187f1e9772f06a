// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A record of no bytes; needs kernel 5.8. */
#include "bpf_min.h"

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int nothing(void *ctx)
{
	u64 *e = bpf_ringbuf_reserve(&events, 0, 0);

	if (!e)
		return 0;
	*e = 1;
	// expected-warning@-1 {{write of 8 bytes at offset 0 of the reserved record, which is 0 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
	bpf_ringbuf_submit(e, 0);
	return 0;
}
