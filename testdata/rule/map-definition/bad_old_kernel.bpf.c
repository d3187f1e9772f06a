// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A type that the kernel in question does not have yet; not replayed. */
// options: kernel=5.4
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	// expected-warning@-1 {{map 'events' is of type BPF_MAP_TYPE_RINGBUF, which this kernel does not have: it came with 5.8 [bpf-map-definition]}}
	__uint(max_entries, 4096);
} events SEC(".maps");
