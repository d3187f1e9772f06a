// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The absolute value of a number is checked; it is made in a register of its own for the check. */
// undone: v2 14 16
// undone: v3 16
#include "values.h"

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	struct value *v = get_value();
	int i = PT_REGS_PARM1(ctx);

	if (!v)
		return 0;
	if (i < 0)
		i = -i;
	if (i >= 64) // finds: compiler-undid
		i = 63;
	v->slot[i]++;
	return 0;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	int i = PT_REGS_PARM1(ctx);
	u64 at;

	if (!v)
		return 0;
	if (i < 0)
		i = -i;
	at = i;
	hide(at);
	if (at >= 64)
		at = 63;
	v->slot[at]++;
	return 0;
}
