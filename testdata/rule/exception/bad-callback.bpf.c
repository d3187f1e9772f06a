// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Exception callbacks that cannot be one; not replayed: libbpf before 1.3 does not know them. */
#include "bpf_min.h"

extern void bpf_throw(u64 cookie) __ksym;

#define __exception_cb(name) __attribute__((btf_decl_tag("exception_callback:" #name)))

__noinline int takes_two(u64 cookie, u64 more)
{
	return (int)(cookie + more);
}

SEC("tc") __exception_cb(takes_two) int strange_callback(struct __sk_buff *skb)
// expected-warning@-1 {{the exception callback 'takes_two' must take one number [bpf-exception]}}
// expected-note@-2 {{kernel: "exception cb only supports single integer argument"}}
{
	if (skb->mark)
		bpf_throw(1);
	return TC_ACT_OK;
}

__noinline int handler(u64 cookie)
{
	return (int)cookie;
}

SEC("tc") __exception_cb(handler) int called_directly(struct __sk_buff *skb)
{
	if (skb->mark)
		bpf_throw(1);
	return handler(skb->len);
	// expected-warning@-1 {{'handler' is the program's exception callback: it cannot be called [bpf-exception]}}
	// expected-note@-2 {{kernel: "cannot call exception cb directly"}}
}
