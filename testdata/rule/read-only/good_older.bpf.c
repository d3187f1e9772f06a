// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* That this helper writes what it is given, older kernels do not know; not replayed. */
// options: kernel=6.1
// expected-no-diagnostics
#include "bpf_min.h"

const volatile u8 where[64] = {};

SEC("tc") int find(struct __sk_buff *skb)
{
	return bpf_fib_lookup(skb, (void *)where, sizeof(where), 0) ? TC_ACT_OK : TC_ACT_SHOT;
}
