// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Entries, flags and types that the map's type does not take, or misses. */
#include "bpf_min.h"

struct prefix {
	u32 length;
	u32 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 100);
	__type(key, int);
	__type(value, u64);
} counted SEC(".maps");
// expected-warning@-1 {{map 'counted' has max_entries 100, but BPF_MAP_TYPE_TASK_STORAGE takes none: it grows by itself [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__type(key, int);
	__type(value, u64);
} without_flag SEC(".maps");
// expected-warning@-1 {{map 'without_flag' needs BPF_F_NO_PREALLOC in its map_flags: BPF_MAP_TYPE_TASK_STORAGE takes nothing else [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(key_size, 4);
	__uint(value_size, 8);
} untyped SEC(".maps");
// expected-warning@-3 {{map 'untyped' gives the size of its key but not the type: BPF_MAP_TYPE_SK_STORAGE needs __type(key, ...) [bpf-map-definition]}}
// expected-note@-4 {{kernel: "failed to create: Invalid argument(-22)"}}

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct { int fd; });
	// expected-warning-re@-1 {{the key of map 'record_key' is '{{.*}}', but BPF_MAP_TYPE_SK_STORAGE takes an int only [bpf-map-definition]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__type(value, u64);
} record_key SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4);
	__type(key, struct prefix);
	__type(value, u64);
} routes SEC(".maps");
// expected-warning@-1 {{map 'routes' needs BPF_F_NO_PREALLOC in its map_flags: BPF_MAP_TYPE_LPM_TRIE takes nothing else [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, u32);
	__type(value, u64);
} mapped_hash SEC(".maps");
// expected-warning@-1 {{map 'mapped_hash' has BPF_F_MMAPABLE, which BPF_MAP_TYPE_HASH does not take [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: "}}

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, u32);
	__type(value, u64);
} sparse_lru SEC(".maps");
// expected-warning@-1 {{map 'sparse_lru' has BPF_F_NO_PREALLOC, which BPF_MAP_TYPE_LRU_HASH does not take [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: "}}

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG);
	__type(key, u32);
	__type(value, u64);
} unusable SEC(".maps");
// expected-warning@-1 {{map 'unusable' has BPF_F_RDONLY_PROG and BPF_F_WRONLY_PROG: only one is possible [bpf-map-definition]}}
// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
