// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near misses: the stack and a map's value take atomic operations, the context plain ones. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)

u64 counter;

SEC("tc") int shared(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&counter, 1);
	skb->mark = 1;
	return 0;
}

SEC("socket") __attribute__((naked)) int stack(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("*(u64 *)(r10 - 8) = r0");
	I("lock *(u64 *)(r10 - 8) += r0");
	I("exit");
}
