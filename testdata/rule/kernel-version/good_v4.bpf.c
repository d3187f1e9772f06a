// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Divisions that a compiler makes unsigned ones or shifts of, and may_goto on a kernel that has it; not replayed. */
// options: kernel=6.9
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int loops(struct xdp_md *ctx)
{
	u64 n = 0;

	for (;; n++)
		asm volatile goto(".byte 0xe5; .byte 0; .long ((%l[out] - . - 8) / 8) & 0xffff; .short 0" :::: out);
out:
	return n > 100;
}
