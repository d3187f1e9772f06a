// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

__noinline void nothing(struct __sk_buff *skb)
{
	skb->mark = 1;
}

SEC("tc") int on_the_line(struct __sk_buff *skb)
{
	nothing(skb); // NOLINT(bpf-global-argument)
	return 0;
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=global-argument"))) int whole_program(struct __sk_buff *skb)
{
	nothing(skb);
	return 0;
}
