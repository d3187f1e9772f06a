// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory and its size, handed to a kfunc. */
#include "bpf_min.h"

struct bpf_sock_tuple;
struct bpf_ct_opts;
struct nf_conn;
extern int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;

SEC("tc") int longer_than_it_is(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	char buffer[8];

	if (bpf_dynptr_from_skb(skb, 0, &d))
		return TC_ACT_SHOT;
	bpf_dynptr_slice(&d, 0, buffer, 600);
	// expected-warning@-1 {{'bpf_dynptr_slice' may use 600 bytes at 'buffer', which is more than is left of the stack frame (512 bytes) [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "invalid read from stack"}}
	return TC_ACT_OK;
}

SEC("tc") int nothing_there(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	if (bpf_dynptr_from_skb(skb, 0, &d))
		return TC_ACT_SHOT;
	bpf_dynptr_slice(&d, 0, (void *)4096, 8);
	// expected-warning@-1 {{argument 3 of 'bpf_dynptr_slice' must be memory of the size that argument 4 tells, but this is a number [bpf-argument-memory]}}
	// expected-note@-2 {{kernel: "memory, len pair leads to invalid memory access"}}
	return TC_ACT_OK;
}
