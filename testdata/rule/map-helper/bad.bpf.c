// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers on maps that they do not work on. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");
// expected-note@-1 2 {{'programs' is defined here}}

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__uint(value_size, 4);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

SEC("xdp") int lookup_program(struct xdp_md *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&programs, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'bpf_map_lookup_elem' does not work on map 'programs' (BPF_MAP_TYPE_PROG_ARRAY) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot pass map_type 3 into func bpf_map_lookup_elem#1"}}
}

SEC("xdp") int update_program(struct xdp_md *ctx)
{
	u32 key = 0;

	bpf_map_update_elem(&programs, &key, &key, BPF_ANY);
	// expected-warning@-1 {{'bpf_map_update_elem' does not work on map 'programs' (BPF_MAP_TYPE_PROG_ARRAY) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot pass map_type 3 into func bpf_map_update_elem#2"}}
	return XDP_PASS;
}

SEC("xdp") int jump_through_numbers(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &numbers, 0);
	// expected-warning@-1 {{'bpf_tail_call' does not work on map 'numbers' (BPF_MAP_TYPE_ARRAY) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "expected prog array map for tail call"}}
	return XDP_PASS;
}

SEC("xdp") int lookup_in_ring(struct xdp_md *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&events, &key) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'bpf_map_lookup_elem' does not work on map 'events' (BPF_MAP_TYPE_RINGBUF) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "invalid zero-sized read"}}
}

SEC("xdp") int push_to_array(struct xdp_md *ctx)
{
	u32 value = 0;

	bpf_map_push_elem(&numbers, &value, BPF_ANY);
	// expected-warning@-1 {{'bpf_map_push_elem' does not work on map 'numbers' (BPF_MAP_TYPE_ARRAY) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot pass map_type 2 into func bpf_map_push_elem#87"}}
	return XDP_PASS;
}

SEC("xdp") int perf_into_ring(struct xdp_md *ctx)
{
	u64 data = 0;

	bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &data, sizeof(data));
	// expected-warning@-1 {{'bpf_perf_event_output' does not work on map 'events' (BPF_MAP_TYPE_RINGBUF) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot pass map_type 27 into func bpf_perf_event_output#25"}}
	return XDP_PASS;
}

SEC("xdp") int ring_into_perf(struct xdp_md *ctx)
{
	u64 data = 0;

	bpf_ringbuf_output(&perf, &data, sizeof(data), 0);
	// expected-warning@-1 {{'bpf_ringbuf_output' does not work on map 'perf' (BPF_MAP_TYPE_PERF_EVENT_ARRAY) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot pass map_type 4 into func bpf_ringbuf_output#130"}}
	return XDP_PASS;
}

SEC("xdp") int redirect_by_array(struct xdp_md *ctx)
{
	return bpf_redirect_map(&numbers, 0, 0);
	// expected-warning@-1 {{'bpf_redirect_map' does not work on map 'numbers' (BPF_MAP_TYPE_ARRAY) [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot pass map_type 2 into func bpf_redirect_map#51"}}
}
