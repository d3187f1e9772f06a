// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Iterators that are not on the stack; needs kernel 6.4. */
#include "bpf_min.h"

static struct bpf_iter_num shared;

SEC("tc") int in_a_global(struct __sk_buff *skb)
{
	bpf_iter_num_new(&shared, 0, 4);
	// expected-warning@-1 {{argument 1 of 'bpf_iter_num_new' must be an iterator on the stack, but '&shared' is not [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "expected pointer to an iterator on stack"}}
	bpf_iter_num_destroy(&shared);
	return TC_ACT_OK;
}
