// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sockets that the program was shown, not given. */
#include "bpf_min.h"

SEC("tc") int from_the_context(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk; // expected-note {{'sk' is the context's 'sk'}}

	if (!sk)
		return 0;
	bpf_sk_release(sk);
	// expected-warning@-1 {{'sk' was not acquired by this program: 'bpf_sk_release' cannot release it [bpf-release]}}
	// expected-note@-2 {{kernel: "must be referenced when passed to release function"}}
	return 0;
}
