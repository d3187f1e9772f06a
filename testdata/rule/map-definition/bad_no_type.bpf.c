// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A map of no type: the object cannot even be opened. */
#include "bpf_min.h"

struct {
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} nameless SEC(".maps");
// expected-warning@-1 {{map 'nameless' has no type [bpf-map-definition]}}
// expected-note@-2 {{kernel: "map type isn't specified"}}
