// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// options: --disable=refused
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)

SEC("socket") __attribute__((naked)) int by_zero(struct __sk_buff *skb)
{
	I("r0 = 1");
	I("r0 /= 0");
	I("exit");
}
