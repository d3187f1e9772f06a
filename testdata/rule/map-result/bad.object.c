// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A read in front of the map itself. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} numbers SEC(".maps");

#define __naked __attribute__((naked))

SEC("socket") __naked int in_front(struct __sk_buff *skb)
{
	asm volatile ("r1 = %0 ll" :: "i"(&numbers));
	asm volatile ("r0 = *(u64 *)(r1 - 8)"); // finds: map-result, expected-note {{kernel: "invalid negative access: off=-8"}}
	asm volatile ("exit");
}
