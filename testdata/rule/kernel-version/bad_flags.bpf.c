// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A flag of map creation that Linux 5.4 does not have yet; not replayed. */
// options: kernel=5.4
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} shared SEC(".maps");
// expected-warning@-1 {{map flag BPF_F_MMAPABLE came with Linux 5.5, and Linux 5.4 does not have it [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
