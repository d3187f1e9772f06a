// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Nothing to tell: a mistake that source and object share is the source's, and told once. */
#include "values.h"

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u64 i = PT_REGS_PARM1(ctx);

	if (!v || i >= 64)
		return 0;
	return v->slot[i] & 1;
}
