// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} values SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat") int on_the_line(void *ctx)
{
	u32 key = 0;
	char *v = bpf_map_lookup_elem(&values, &key);

	if (v)
		bpf_get_current_comm(v, 16); // NOLINT(bpf-argument-memory)
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat") __attribute__((annotate("bpfproof:ignore=argument-memory"))) int whole_program(void *ctx)
{
	u32 key = 0;
	char *v = bpf_map_lookup_elem(&values, &key);

	if (v)
		bpf_get_current_comm(v, 16);
	return 0;
}
