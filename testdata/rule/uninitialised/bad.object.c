// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Registers that hold nothing: after a call, at the start, on one of two paths, as a result, as an argument. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))
#define PRANDOM "call 7" /* bpf_get_prandom_u32 */

SEC("socket") __naked int after_a_call(struct __sk_buff *skb)
{
	I("r1 = 1");
	I(PRANDOM);
	I("r0 += r1"); // finds: uninitialised, expected-note {{kernel: "R1 !read_ok"}}
	I("exit");
}

SEC("socket") __naked int at_the_start(struct __sk_buff *skb)
{
	I("r0 = r2"); // finds: uninitialised, expected-note {{kernel: "R2 !read_ok"}}
	I("exit");
}

SEC("socket") __naked int on_one_path(struct __sk_buff *skb)
{
	I("r0 = *(u32 *)(r1 + 0)");
	I("if r0 == 0 goto 1f");
	I("r6 = 1");
	I("1: r0 += r6"); // finds: uninitialised, expected-note {{kernel: "R6 !read_ok"}}
	I("exit");
}

SEC("socket") __naked int no_result(struct __sk_buff *skb)
{
	I("r1 = 1");
	I("exit"); // finds: uninitialised, expected-note {{kernel: "R0 !read_ok"}}
}

SEC("socket") __naked int argument(struct __sk_buff *skb)
{
	I("r2 = 8");
	I("call 26"); // finds: uninitialised, expected-note {{kernel: "R3 !read_ok"}}
	I("r0 = 0");
	I("exit");
}

static __naked __noinline int callee(void)
{
	I("r0 = r6"); // finds: uninitialised
	I("exit");
}

SEC("socket") __naked int frames_are_apart(struct __sk_buff *skb)
{
	I("r6 = 1"); // expected-note {{kernel: "R6 !read_ok"}}
	I("call %[callee]" : : [callee] "i"(callee));
	I("exit");
}
