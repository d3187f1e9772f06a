// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Whether an argument may be null only the kernel's types say; that it is not null the kernel always tries. */
#include "bpf_min.h"

#define I(...) asm volatile (__VA_ARGS__)
#define __naked __attribute__((naked))

SEC("iter/task") __naked int shown(void *ctx)
{
	I("r0 = 0");
	I("r7 = *(u64 *)(r1 + 8)");
	I("if r7 == 0 goto 1f");
	I("*(u64 *)(r10 + 8) = r0"); // finds: bounds, expected-note {{kernel: "to stack R"}}
	I("1: exit");
}
