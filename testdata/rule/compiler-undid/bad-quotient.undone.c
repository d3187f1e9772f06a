// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A quotient is checked: the dividend is compared instead, and the verifier knows nothing of a quotient. */
// undone: v2 14 16 19
// undone: v3 14 16 19
#include "values.h"

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u64 us = PT_REGS_PARM1(ctx) / 200;

	if (!v)
		return 0;
	if (us < 25) // finds: compiler-undid
		v->slot[us]++;
	return 0;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u64 us = PT_REGS_PARM1(ctx) / 200;

	if (!v)
		return 0;
	hide(us);
	if (us < 25)
		v->slot[us]++;
	return 0;
}
