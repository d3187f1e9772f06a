// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Dynptrs and iterators before, after and instead of what they are for; needs kernel 6.4. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int never_made(void *ctx)
{
	struct bpf_dynptr ptr;
	u64 x = 0;

	bpf_dynptr_write(&ptr, 0, &x, sizeof(x), 0);
	// expected-warning@-1 {{'bpf_dynptr_write' wants a dynptr that is initialised, but '&ptr' is not on this path [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "Expected an initialized dynptr as arg #0"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int after_the_end(void *ctx)
{
	struct bpf_dynptr ptr;
	u64 x = 0;

	bpf_ringbuf_reserve_dynptr(&events, sizeof(x), 0, &ptr);
	bpf_ringbuf_submit_dynptr(&ptr, 0);
	bpf_dynptr_write(&ptr, 0, &x, sizeof(x), 0);
	// expected-warning@-1 {{'bpf_dynptr_write' wants a dynptr that is initialised, but '&ptr' is not on this path [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "Expected an initialized dynptr as arg #0"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int made_twice(void *ctx)
{
	struct bpf_dynptr ptr;

	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &ptr);
	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &ptr);
	// expected-warning@-1 {{'bpf_ringbuf_reserve_dynptr' would overwrite the dynptr in '&ptr', which has not ended yet [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "cannot overwrite referenced dynptr"}}
	bpf_ringbuf_discard_dynptr(&ptr, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int looked_into(void *ctx)
{
	struct bpf_dynptr ptr;
	u64 inside;

	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &ptr);
	inside = *(volatile u64 *)&ptr;
	// expected-warning@-1 {{holds a dynptr: its bytes cannot be read [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "invalid read from stack"}}
	bpf_ringbuf_discard_dynptr(&ptr, 0);
	return inside & 1;
}

SEC("xdp") int iterator_not_made(struct xdp_md *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_next(&it);
	// expected-warning@-1 {{'bpf_iter_num_next' wants an iterator that is initialised, but '&it' is not on this path [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "as arg #0"}}
	return XDP_PASS;
}

SEC("xdp") int iterator_made_twice(struct xdp_md *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 10);
	bpf_iter_num_new(&it, 0, 10);
	// expected-warning@-1 {{'bpf_iter_num_new' would overwrite the iterator in '&it', which has not ended yet [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "expected uninitialized"}}
	bpf_iter_num_destroy(&it);
	return XDP_PASS;
}
