// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A map that only this file can see: the object cannot even be opened. */
#include "bpf_min.h"

static struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} hidden SEC(".maps");
// expected-warning@-1 {{map 'hidden' is static: libbpf takes maps that are visible outside only [bpf-map-definition]}}
// expected-note@-2 {{kernel: "unsupported map linkage static"}}
