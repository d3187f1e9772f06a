// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A value that is only declared: the object cannot even be opened. */
#include "bpf_min.h"

struct unknown;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct unknown);
	// expected-warning@-1 {{the value of map 'vague' has a type that is only declared here: its size is not known [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "can't determine value size"}}
} vague SEC(".maps");
