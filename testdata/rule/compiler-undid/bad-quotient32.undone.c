// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A quotient of 32 bits: to the verifier the upper half of the register is unknown, and a comparison of the lower half leaves it so. */
// undone: v3 14 16 19
#include "values.h"

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u32 us;

	if (!v)
		return 0;
	us = v->n / 200;
	if (us >= 25) // finds: compiler-undid
		us = 24;
	v->slot[us]++;
	return 0;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u64 us;

	if (!v)
		return 0;
	us = v->n / 200;
	hide(us);
	if (us >= 25)
		us = 24;
	v->slot[us]++;
	return 0;
}
