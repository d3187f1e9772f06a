// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int from_the_context(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return 0;
	bpf_sk_release(sk); // NOLINT(bpf-release)
	return 0;
}
