// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Keys and values of sizes that the map's type does not take. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u64);
	// expected-warning@-1 {{the key of map 'wide_index' has 8 bytes, but BPF_MAP_TYPE_ARRAY takes 4 bytes [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u64);
} wide_index SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(u32));
	__uint(value_size, sizeof(u64));
	// expected-warning@-1 {{the value of map 'perf' has 8 bytes, but BPF_MAP_TYPE_PERF_EVENT_ARRAY takes 4 bytes [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
} perf SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__uint(value_size, 8);
	// expected-warning@-1 {{the value of map 'typed_ring' has 8 bytes, but BPF_MAP_TYPE_RINGBUF takes none [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
} typed_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(key, u32);
	// expected-warning@-1 {{the key of map 'keyed_queue' has 4 bytes, but BPF_MAP_TYPE_QUEUE takes none [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u64);
} keyed_queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 4);
	__type(key, u32);
	// expected-warning@-1 {{the key of map 'keyed_filter' has 4 bytes, but BPF_MAP_TYPE_BLOOM_FILTER takes none [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u64);
} keyed_filter SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, u32);
	// expected-warning@-1 {{the key of map 'prefix_only' has 4 bytes, but BPF_MAP_TYPE_LPM_TRIE takes a 4-byte prefix length and 1 to 256 bytes of data [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u64);
} prefix_only SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 100);
	// expected-warning@-1 {{the value of map 'stacks' has 100 bytes, but BPF_MAP_TYPE_STACK_TRACE takes a multiple of 8 bytes, one for each frame [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u16);
	// expected-warning@-1 {{the value of map 'sockets' has 2 bytes, but BPF_MAP_TYPE_SOCKMAP takes 4 or 8 bytes [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 4);
	__type(key, u16);
	// expected-warning@-1 {{the key of map 'devices' has 2 bytes, but BPF_MAP_TYPE_DEVMAP takes 4 bytes [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u32);
} devices SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 8);
	// expected-warning@-1 {{the value of map 'programs' has 8 bytes, but BPF_MAP_TYPE_PROG_ARRAY takes 4 bytes [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
} programs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u8[40000]);
	// expected-warning@-1 {{the value of map 'large_per_cpu' has 40000 bytes, but BPF_MAP_TYPE_PERCPU_ARRAY takes 32768 at most [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Argument list too long(-7)"}}
} large_per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, u32);
	// expected-warning@-1 {{the key of map 'by_cgroup' has 4 bytes, but BPF_MAP_TYPE_CGROUP_STORAGE takes 8 or 16 bytes [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u64);
} by_cgroup SEC(".maps");
