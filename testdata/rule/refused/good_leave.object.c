// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A read of the packet that may end the program, in a function that returns a number; not replayed: libbpf 1.1 does not hand over what BTF says of functions in assembly. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

static __naked __attribute__((noinline, used)) int may_leave(void)
{
	I("r6 = r1");
	I(".8byte 0x20");
	I("r0 = 1");
	I("exit");
}

SEC("socket") __naked int with_result(struct __sk_buff *skb)
{
	I("call may_leave");
	I("r0 = 0");
	I("exit");
}
