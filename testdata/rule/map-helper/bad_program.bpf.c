// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What only some programs may do to a map of sockets. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} sockets SEC(".maps");

SEC("raw_tp/sys_enter") int delete_in_tracing(void *ctx)
{
	u32 key = 0;

	bpf_map_delete_elem(&sockets, &key);
	// expected-warning@-1 {{'bpf_map_delete_elem' does not work on map 'sockets' (BPF_MAP_TYPE_SOCKMAP) in programs of type BPF_PROG_TYPE_RAW_TRACEPOINT [bpf-map-helper]}}
	// expected-note@-2 {{kernel: "cannot update sockmap in this context"}}
	return 0;
}
