// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Flags of map creation that Linux 5.5 has; not replayed. */
// options: kernel=5.5
// expected-no-diagnostics
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} shared SEC(".maps");
