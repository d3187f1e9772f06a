// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A constant for a global function, which the kernel takes to be one that may write. */
#include "bpf_min.h"

const volatile u64 limit;

__noinline int fetch(const u64 *p)
{
	asm volatile("" : "+r"(p)); /* or the compiler would look into the function */
	return p ? (int)*p : 0;
}

SEC("tc") int configuration(struct __sk_buff *skb)
{
	return fetch((const u64 *)&limit); // finds: global-argument, expected-note {{kernel: "write into map forbidden"}}
}
