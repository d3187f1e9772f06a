// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Instructions and shapes that the kernel refuses by themselves. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("socket") __naked int frame_pointer(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("r10 = 1"); // finds: refused, expected-note {{kernel: "frame pointer is read only"}}
	I("exit");
}

SEC("socket") __naked int by_zero(struct __sk_buff *skb)
{
	I("r0 = 1");
	I("r0 /= 0"); // finds: refused, expected-note {{kernel: "div by zero"}}
	I("exit");
}

SEC("socket") __naked int shift(struct __sk_buff *skb)
{
	I("w0 = 1");
	I("w0 <<= 32"); // finds: refused, expected-note {{kernel: "invalid shift 32"}}
	I("exit");
}

SEC("socket") __naked int never_reached(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("goto 1f");
	I("r0 = 1"); // finds: refused, expected-note {{kernel: "unreachable insn"}}
	I("1: exit");
}

SEC("socket") __naked int out_of_range(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("goto -3"); // finds: refused, expected-note {{kernel: "jump out of range"}}
	I("exit");
}

SEC("socket") __naked int no_end(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("r1 = 0"); // finds: refused, expected-note {{kernel: "last insn is not an exit or jmp"}}
}

SEC("socket") __naked int file_as_map(struct __sk_buff *skb)
{
	I(".8byte 0x1118; .8byte 0"); // finds: refused, expected-note {{kernel: "fd 0 is not pointing to valid bpf_map"}}
	I("r0 = 0");
	I("exit");
}

SEC("socket") __naked int on_the_spot(struct __sk_buff *skb)
{
	I("r0 = 0");
	I("1: .8byte 0xffff00e5"); // finds: refused, expected-note {{kernel: "infinite loop detected at insn 1"}}
	I("r0 = 0");
	I("exit");
}
