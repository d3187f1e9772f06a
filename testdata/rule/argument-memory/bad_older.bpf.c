// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Linux 6.1 does not take a size that may be 0 where newer kernels do; not replayed. */
// options: kernel=6.1
#include "bpf_min.h"

SEC("tc") int find(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {0};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, skb->mark & 8, 0, 0);
	// expected-warning@-1 {{the size for 'bpf_sk_lookup_tcp', may be zero: it is in [0, 8] [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "invalid zero-sized read"}}

	if (sk)
		bpf_sk_release(sk);
	return TC_ACT_OK;
}
