// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Each map with what it is for. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__uint(value_size, 4);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 4);
	__uint(value_size, 4);
} filter SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} devices SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 80);
} stacks SEC(".maps");

SEC("xdp") int networking(struct xdp_md *ctx)
{
	u32 value = 0;

	bpf_tail_call(ctx, &programs, 0);
	bpf_map_push_elem(&queue, &value, BPF_ANY);
	bpf_map_pop_elem(&queue, &value);
	if (!bpf_map_peek_elem(&filter, &value))
		bpf_map_push_elem(&filter, &value, BPF_ANY);
	bpf_ringbuf_output(&events, &value, sizeof(value), 0);
	return bpf_redirect_map(&devices, 0, 0);
}

SEC("kprobe/do_unlinkat") int tracing(struct pt_regs *ctx)
{
	return bpf_get_stackid(ctx, &stacks, 0);
}
