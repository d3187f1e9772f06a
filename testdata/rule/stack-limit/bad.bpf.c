// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Too many frames, or too much in them. */
#include "bpf_min.h"

#define NOINLINE static __attribute__((noinline))

NOINLINE int large(struct __sk_buff *skb)
{
	char more[200];

	return bpf_skb_load_bytes(skb, 0, more, sizeof(more));
}

SEC("tc") int together(struct __sk_buff *skb)
{
	char buffer[400];

	if (bpf_skb_load_bytes(skb, 0, buffer, sizeof(buffer)))
		return TC_ACT_SHOT;
	return large(skb);
	// expected-warning@-1 {{with 'large' this chain of calls needs at least 600 bytes of stack; the kernel allows 512 together: keep large buffers in a per-CPU map [bpf-stack-limit]}}
	// expected-note@-2 {{kernel: "combined stack size of"}}
}

__attribute__((noinline)) int f8(struct __sk_buff *skb) { return skb->mark; }
__attribute__((noinline)) int f7(struct __sk_buff *skb) { return f8(skb) + skb->len; }
__attribute__((noinline)) int f6(struct __sk_buff *skb) { return f7(skb) + skb->len; }
__attribute__((noinline)) int f5(struct __sk_buff *skb) { return f6(skb) + skb->len; }
__attribute__((noinline)) int f4(struct __sk_buff *skb) { return f5(skb) + skb->len; }
__attribute__((noinline)) int f3(struct __sk_buff *skb) { return f4(skb) + skb->len; }
__attribute__((noinline)) int f2(struct __sk_buff *skb) { return f3(skb) + skb->len; }
__attribute__((noinline)) int f1(struct __sk_buff *skb) { return f2(skb) + skb->len; }

SEC("tc") int deep(struct __sk_buff *skb)
{
	return f1(skb);
	// expected-warning@-1 {{with 'f1' functions are called 9 deep; the kernel allows 8 frames: let the compiler inline some [bpf-stack-limit]}}
	// expected-note@-2 {{kernel: "the call stack of"}}
}
