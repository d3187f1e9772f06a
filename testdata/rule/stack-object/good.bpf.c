// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Dynptrs and iterators from beginning to end; needs kernel 6.4. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int write_and_submit(void *ctx)
{
	struct bpf_dynptr ptr;
	u64 x = 0;

	if (bpf_ringbuf_reserve_dynptr(&events, sizeof(x), 0, &ptr)) {
		bpf_ringbuf_discard_dynptr(&ptr, 0);
		return 0;
	}
	bpf_dynptr_write(&ptr, 0, &x, sizeof(x), 0);
	bpf_ringbuf_submit_dynptr(&ptr, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int one_after_the_other(void *ctx)
{
	struct bpf_dynptr ptr;

	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &ptr);
	bpf_ringbuf_discard_dynptr(&ptr, 0);
	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &ptr);
	bpf_ringbuf_discard_dynptr(&ptr, 0);
	return 0;
}

SEC("xdp") int iterate(struct xdp_md *ctx)
{
	struct bpf_iter_num it;
	int sum = 0, *i;

	bpf_iter_num_new(&it, 0, 10);
	while ((i = bpf_iter_num_next(&it)))
		sum += *i;
	bpf_iter_num_destroy(&it);
	return sum ? XDP_PASS : XDP_DROP;
}

struct reserved { u64 size; struct bpf_dynptr record; };

/* Made where the result goes: nothing is copied. */
static __always_inline struct reserved reserve(u64 size)
{
	struct reserved r = {.size = size};

	bpf_ringbuf_reserve_dynptr(&events, (u32)size, 0, &r.record);
	return r;
}

SEC("tracepoint/syscalls/sys_enter_openat") int returned(void *ctx)
{
	struct reserved r = reserve(8);

	bpf_ringbuf_submit_dynptr(&r.record, 0);
	return 0;
}
