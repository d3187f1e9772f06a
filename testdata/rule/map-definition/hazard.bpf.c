// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps that the loader must complete; not replayed. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, u64);
} sized_later SEC(".maps");
// expected-warning@-1 {{map 'sized_later' has no max_entries: it cannot be created unless the loader sets them [bpf-map-definition]}}

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 0);
} ring SEC(".maps");
// expected-warning@-1 {{map 'ring' has max_entries 0: it cannot be created unless the loader sets another number [bpf-map-definition]}}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(value, u64);
} no_key SEC(".maps");
// expected-warning@-1 {{map 'no_key' has no key, but BPF_MAP_TYPE_HASH takes at least 1 byte: it cannot be created unless the loader sets it [bpf-map-definition]}}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u64);
} no_value SEC(".maps");
// expected-warning@-1 {{map 'no_value' has no value, but BPF_MAP_TYPE_HASH takes at least 1 byte: it cannot be created unless the loader sets it [bpf-map-definition]}}

struct sent { u64 time; u32 pid, cpu; };

/* The type of the records: cilium/ebpf, for one, takes it for that. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__type(value, struct sent);
	// expected-warning@-1 {{the value of map 'sent' has 16 bytes, but BPF_MAP_TYPE_RINGBUF takes none: it cannot be created unless the loader drops it [bpf-map-definition]}}
} sent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(u32));
	__type(value, struct sent);
	// expected-warning@-1 {{the value of map 'sent_perf' has 16 bytes, but BPF_MAP_TYPE_PERF_EVENT_ARRAY takes 4 bytes: it cannot be created unless the loader drops it [bpf-map-definition]}}
} sent_perf SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} inner_later SEC(".maps");
// expected-warning@-1 {{map 'inner_later' does not say what maps it holds: it cannot be created unless the loader gives it one [bpf-map-definition]}}
