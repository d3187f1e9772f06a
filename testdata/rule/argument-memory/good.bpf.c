// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sizes that fit, and the ways to say so. */
// expected-no-diagnostics
#include "bpf_min.h"

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

SEC("tracepoint/syscalls/sys_enter_openat") int compared(struct sys_enter_args *ctx)
{
	u32 key = 0;
	u64 n = ctx->args[2];
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!text || n > 64)
		return 0;
	bpf_probe_read_user(text, n, (void *)ctx->args[1]);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int masked(struct sys_enter_args *ctx)
{
	u32 key = 0;
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!text)
		return 0;
	bpf_probe_read_user(text, ctx->args[2] & 63, (void *)ctx->args[1]);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int length_of_a_string(struct sys_enter_args *ctx)
{
	u32 key = 0;
	char *text = bpf_map_lookup_elem(&texts, &key);
	long n;

	if (!text)
		return 0;
	n = bpf_probe_read_user_str(text, 32, (const void *)ctx->args[1]);
	if (n < 0)
		return 0;
	bpf_probe_read_user_str(text + n, 32, (const void *)ctx->args[2]);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int to_the_last_byte(void *ctx)
{
	u32 key = 0;
	char *text = bpf_map_lookup_elem(&texts, &key);

	if (!text)
		return 0;
	bpf_get_current_comm(text + 48, 16);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") int parts_of_a_record(void *ctx)
{
	char *e = bpf_ringbuf_reserve(&events, 32, 0);

	if (!e)
		return 0;
	bpf_get_current_comm(e, 16);
	bpf_get_current_comm(e + 16, 16);
	bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("xdp") int key_in_the_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 30 + sizeof(u32) > end)
		return XDP_PASS;
	return bpf_map_lookup_elem(&texts, data + 30) ? XDP_PASS : XDP_DROP;
}

static s64 (*bpf_csum_diff)(u32 *from, u32 from_size, u32 *to, u32 to_size, u32 seed) = (void *)28;

SEC("tc") int no_memory_and_no_size(struct __sk_buff *skb)
{
	u32 to = skb->hash;

	return bpf_csum_diff((u32 *)0, 0, &to, sizeof(to), 0);
}
