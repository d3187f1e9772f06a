// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sizes that must be known when the program is loaded; needs kernel 5.19. */
#include "bpf_min.h"

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int anything(void *ctx)
{
	u64 *e = bpf_ringbuf_reserve(&events, bpf_get_prandom_u32(), 0);
	// expected-warning@-1 {{argument 2 of 'bpf_ringbuf_reserve' must be a constant, but 'bpf_get_prandom_u32()' is not [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "is not a known constant"}}

	if (e)
		bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int bounded(void *ctx)
{
	u32 n = bpf_get_prandom_u32();
	u64 *e;

	if (n < 8 || n > 64)
		return 0;
	e = bpf_ringbuf_reserve(&events, n, 0);
	// expected-warning@-1 {{argument 2 of 'bpf_ringbuf_reserve' must be a constant, but 'n' is not [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "is not a known constant"}}
	if (e)
		bpf_ringbuf_submit(e, 0);
	return 0;
}
