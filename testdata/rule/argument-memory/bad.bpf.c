// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory that is shorter than what the helper may use. */
#include "bpf_min.h"

struct key {
	u64 a, b;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct key);
	__type(value, u64);
} by_key SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, struct { char text[64]; });
} texts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp") int no_bound(struct xdp_md *ctx)
{
	u32 key = 0, n = ctx->rx_queue_index;
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!text)
		return XDP_PASS;
	bpf_ringbuf_output(&events, text, n, 0);
	// expected-warning@-1 {{'n', the size for 'bpf_ringbuf_output', has no upper bound [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "unbounded memory access, use 'var &= const' or 'if (var < const)'"}}
	return XDP_PASS;
}

SEC("tracepoint/syscalls/sys_enter_openat") int bound_too_large(struct sys_enter_args *ctx)
{
	u32 key = 0, n = ctx->args[2];
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!text)
		return 0;
	if (n > 65)
		return 0;
	bpf_probe_read_user(text, n, (void *)ctx->args[1]);
	// expected-warning@-1 {{'bpf_probe_read_user' may use 65 bytes at 'text', which is more than is left of a value of map 'texts' (BPF_MAP_TYPE_HASH) (64 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int behind_the_value(void *ctx)
{
	u32 key = 0;
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!text)
		return 0;
	bpf_get_current_comm(text + 56, 16);
	// expected-warning@-1 {{'bpf_get_current_comm' may use 16 bytes at}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int may_be_negative(struct sys_enter_args *ctx)
{
	u32 key = 0;
	char *text = bpf_map_lookup_elem(&texts, &key);
	long n = ctx->args[2];

	if (!text || n > 64)
		return 0;
	bpf_ringbuf_output(&events, text, n, 0);
	// expected-warning@-1 {{'n', the size for 'bpf_ringbuf_output', may be negative: it is at most 64 [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "min value is negative, either use unsigned or 'var &= const'"}}
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int record_too_short(void *ctx)
{
	char *e = bpf_ringbuf_reserve(&events, 8, 0);

	if (!e)
		return 0;
	bpf_get_current_comm(e, 16);
	// expected-warning@-1 {{'bpf_get_current_comm' may use 16 bytes at 'e', which is more than is left of the reserved record (8 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
	bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("xdp") int key_not_in_the_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + sizeof(u64) > end)
		return XDP_PASS;
	return bpf_map_lookup_elem(&by_key, data) ? XDP_PASS : XDP_DROP;
	// expected-warning@-1 {{'bpf_map_lookup_elem' may use 16 bytes at 'data', which is more than is left of the packet (8 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}

static s64 (*bpf_csum_diff)(u32 *from, u32 from_size, u32 *to, u32 to_size, u32 seed) = (void *)28;

SEC("tc") int no_memory_but_a_size(struct __sk_buff *skb)
{
	u32 to = skb->hash;

	return bpf_csum_diff((u32 *)0, sizeof(to), &to, sizeof(to), 0);
	// expected-warning@-1 {{'bpf_csum_diff' may use 4 bytes at this pointer, which is null: without memory, the size must be 0 [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "type=scalar expected=fp"}}
}
