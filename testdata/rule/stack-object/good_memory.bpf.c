// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What lies beside a dynptr may be used, and all of it when the dynptr has ended; needs kernel 6.3. */
#include "bpf_min.h"
// expected-no-diagnostics

struct record {
	u64 number;
	struct bpf_dynptr ptr;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct record);
} records SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int kept(void *ctx)
{
	struct record r;
	u32 key = 0;

	r.number = 1;
	bpf_ringbuf_reserve_dynptr(&events, 8, 0, &r.ptr);
	bpf_map_update_elem(&numbers, &key, &r.number, 0);
	bpf_ringbuf_submit_dynptr(&r.ptr, 0);
	bpf_map_update_elem(&records, &key, &r, 0);
	return 0;
}
