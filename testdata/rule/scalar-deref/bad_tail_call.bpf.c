// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A function that may have tail called leaves the packet anywhere. Needs kernel 6.18. */
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} programs SEC(".maps");

static __attribute__((noinline)) int may_go(struct __sk_buff *skb)
{
	int ret = 0;

	bpf_tail_call(skb, &programs, 0);
	asm volatile("" : "+r"(ret));
	return ret;
}

SEC("tc") int in_a_function(struct __sk_buff *skb)
{
	u32 *p = (void *)(long)skb->data;
	int ret;

	if ((void *)(p + 1) > (void *)(long)skb->data_end)
		return TC_ACT_SHOT;
	ret = may_go(skb);
	*p = 42;
	// expected-warning@-1 {{'p' is a number to the verifier, not a pointer: it cannot be written through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
	return ret;
}

/* As libbpf has it: the slot is a constant once it is inlined. */
static inline __attribute__((always_inline)) void tail_call_static(void *ctx, const void *map, const u32 slot)
{
	if (!__builtin_constant_p(slot))
		__builtin_unreachable();
	asm volatile("r1 = %[ctx]\n\tr2 = %[map]\n\tr3 = %[slot]\n\tcall 12" ::[ctx] "r"(ctx), [map] "r"(map), [slot] "i"(slot)
		     : "r0", "r1", "r2", "r3", "r4", "r5");
}

SEC("tc") int constant_slot(struct __sk_buff *skb)
{
	u32 *p = (void *)(long)skb->data;

	tail_call_static(skb, &programs, 1);
	return *p ? TC_ACT_OK : TC_ACT_SHOT;
	// expected-warning@-1 {{read of 4 bytes from the packet through 'p', which was not compared with the packet's end [bpf-bounds]}}
	// expected-note@-2 {{kernel: "offset is outside of the packet"}}
}
