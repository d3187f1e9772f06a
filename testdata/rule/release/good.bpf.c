// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Near misses: what a lookup acquired, and the same socket in another shape. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int acquired(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);

	if (sk)
		bpf_sk_release(sk);
	return 0;
}
