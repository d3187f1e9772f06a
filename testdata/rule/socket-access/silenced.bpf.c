// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int on_the_line(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	return sk ? sk->priority : 0; // NOLINT(bpf-socket-access)
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=socket-access"))) int whole_program(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	return sk ? sk->priority : 0;
}
