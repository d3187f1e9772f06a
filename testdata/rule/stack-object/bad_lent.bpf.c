// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Dynptrs that the kernel lends to a callback; needs kernel 6.7. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} commands SEC(".maps");

static long gives_up(struct bpf_dynptr *ptr, void *data)
{
	bpf_ringbuf_discard_dynptr(ptr, 0);
	// expected-warning@-1 {{'ptr' is a dynptr that the kernel only lends: 'bpf_ringbuf_discard_dynptr' cannot release it [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "cannot release unowned const bpf_dynptr"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int released(void *ctx)
{
	bpf_user_ringbuf_drain(&commands, gives_up, NULL, 0);
	return 0;
}

static long looks_inside(struct bpf_dynptr *ptr, void *data)
{
	return *(volatile u64 *)ptr & 1;
	// expected-warning@-1 {{is a dynptr: its bytes cannot be read [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "invalid mem access 'dynptr_ptr'"}}
}

SEC("tracepoint/syscalls/sys_enter_openat") int read(void *ctx)
{
	bpf_user_ringbuf_drain(&commands, looks_inside, NULL, 0);
	return 0;
}
