// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A timer in a value of one map is started with another map; needs kernel 5.15. */
#include "bpf_min.h"

struct element {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct element);
} one SEC(".maps"), two SEC(".maps");

SEC("tc") int mixed_up(struct __sk_buff *skb)
{
	u32 key = 0;
	struct element *e = bpf_map_lookup_elem(&one, &key);

	if (e)
		bpf_timer_init(&e->timer, &two, 1);
	// expected-warning@-1 {{'e->timer' lies in a value of map 'one' (BPF_MAP_TYPE_ARRAY), and 'bpf_timer_init' is told another one: 'two' (BPF_MAP_TYPE_ARRAY) [bpf-special-field]}}
	// expected-note@-2 {{kernel: "timer pointer in R1 map_uid=0 doesn't match map pointer in R2 map_uid=0"}}
	return TC_ACT_OK;
}
