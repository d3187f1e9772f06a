// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps with locks and timers, in programs that may interrupt those who hold them. */
#include "bpf_min.h"

struct guarded {
	struct bpf_spin_lock lock;
	u32 count;
};

struct timed {
	struct bpf_timer timer;
	u64 due;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct guarded);
} values SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct timed);
} timers SEC(".maps");

SEC("kprobe/do_unlinkat") int lock_in_kprobe(struct pt_regs *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&values, &key) != NULL;
	// expected-warning@-1 {{'values' holds a 'struct bpf_spin_lock': programs of type BPF_PROG_TYPE_KPROBE cannot use such a map [bpf-map-program]}}
	// expected-note@-2 {{kernel: "tracing progs cannot use bpf_spin_lock yet"}}
}

SEC("tracepoint/syscalls/sys_enter_openat") int timer_in_tracepoint(void *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&timers, &key) != NULL;
	// expected-warning@-1 {{'timers' holds a 'struct bpf_timer': programs of type BPF_PROG_TYPE_TRACEPOINT cannot use such a map [bpf-map-program]}}
	// expected-note@-2 {{kernel: "tracing progs cannot use bpf_timer yet"}}
}

SEC("socket") int lock_in_filter(struct __sk_buff *skb)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&values, &key) != NULL;
	// expected-warning@-1 {{'values' holds a 'struct bpf_spin_lock': programs of type BPF_PROG_TYPE_SOCKET_FILTER cannot use such a map [bpf-map-program]}}
	// expected-note@-2 {{kernel: "socket filter progs cannot use bpf_spin_lock yet"}}
}

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4);
	__type(key, u64);
	__type(value, u64);
} routes SEC(".maps");

SEC("syscall") int trie_in_sleepable(void *ctx)
{
	u64 key = 32;

	return bpf_map_lookup_elem(&routes, &key) != NULL;
	// expected-warning@-1 {{'routes' (BPF_MAP_TYPE_LPM_TRIE) is for programs that do not sleep, but this one may (section "syscall") [bpf-map-program]}}
	// expected-note@-2 {{kernel: "Sleepable programs can only use array, hash, ringbuf and local storage maps"}}
}
