// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What an iterator gave is gone with the iterator; needs kernel 6.4. */
#include "bpf_min.h"

SEC("tc") int prog(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *v, sum = 0;

	bpf_iter_num_new(&it, 0, 10);
	v = bpf_iter_num_next(&it);
	if (v)
		sum = *v;
	bpf_iter_num_destroy(&it);
	if (v)
		sum += *v;
	// expected-warning@-1 {{'v' is a number to the verifier, not a pointer: it cannot be read through directly [bpf-scalar-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'scalar'"}}
	return sum;
}
