// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A size that may be 0, which came between Linux 6.1 and 6.12. */
// options: kernel=6.6
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int find(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {0};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, skb->mark & 8, 0, 0);

	if (sk)
		bpf_sk_release(sk);
	return TC_ACT_OK;
}
