// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A string without an end, in a section that has no zero byte behind it. */
#include "bpf_min.h"

const char name[4] = "bash"; /* its section has nothing else */
char with[4];

SEC("tracepoint/syscalls/sys_enter_openat") int compares(void *ctx)
{
	return bpf_strncmp(with, sizeof(with), name); // finds: argument-type, expected-note {{kernel: "string is not zero-terminated"}}
}
