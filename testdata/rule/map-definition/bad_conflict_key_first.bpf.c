// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A key with two sizes: the object cannot even be opened. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u64);
	__uint(key_size, 4);
	// expected-warning@-1 {{the key of map 'two_sizes' has two sizes: 4 bytes by number, 8 by its type [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "conflicting key size"}}
	__type(value, u64);
} two_sizes SEC(".maps");
