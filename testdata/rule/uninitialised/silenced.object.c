// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// options: --disable=uninitialised
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)

SEC("socket") __attribute__((naked)) int at_the_start(struct __sk_buff *skb)
{
	I("r0 = r2");
	I("exit");
}
