// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// expected-no-diagnostics
#include "bpf_min.h"

static __attribute__((noinline)) int large(struct __sk_buff *skb)
{
	char more[200];

	return bpf_skb_load_bytes(skb, 0, more, sizeof(more));
}

SEC("tc") int together(struct __sk_buff *skb)
{
	char buffer[400];

	if (bpf_skb_load_bytes(skb, 0, buffer, sizeof(buffer)))
		return TC_ACT_SHOT;
	return large(skb); // NOLINT(bpf-stack-limit)
}
