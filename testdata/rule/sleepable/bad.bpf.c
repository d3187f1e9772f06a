// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Functions that may sleep, in programs that may not. */
#include "bpf_min.h"

SEC("uprobe") int copy(struct pt_regs *ctx)
{
	char text[16];

	return bpf_copy_from_user(text, sizeof(text), (void *)PT_REGS_PARM1(ctx));
	// expected-warning@-1 {{'bpf_copy_from_user' may sleep, but this program is not sleepable (section "uprobe") [bpf-sleepable]}}
	// expected-note@-2 {{kernel: "helper call might sleep in a non-sleepable prog"}}
}
