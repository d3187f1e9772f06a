// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bpf_min.h"

struct pair {
	u32 a, b;
};

__noinline int sum(struct pair *p)
{
	return p ? p->a + p->b : 0;
}

SEC("tc") int global(struct __sk_buff *skb)
{
	u32 half = skb->len;

	return sum((struct pair *)&half);
}
