// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sizes that are known on each path, and one that is checked until it is; needs kernel 5.19. */
// expected-no-diagnostics
#include "bpf_min.h"

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");

const volatile u32 configured = 16;

static __always_inline int send(u64 size)
{
	u64 *e = bpf_ringbuf_reserve(&events, size, 0);

	if (!e)
		return 0;
	*e = size;
	bpf_ringbuf_submit(e, 0);
	return 1;
}

SEC("tracepoint/syscalls/sys_enter_openat") int given(void *ctx)
{
	return send(8) + send(16) + send(configured);
}

SEC("tracepoint/syscalls/sys_enter_openat") int exact(void *ctx)
{
	u32 n = bpf_get_prandom_u32();

	return n == 24 ? send(n) : 0;
}
