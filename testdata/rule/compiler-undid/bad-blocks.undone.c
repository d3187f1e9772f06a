// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Checked in one block, used in another: without 32-bit instructions each block cuts the number to 32 bits by itself. */
// undone: v2 14 16 19 22
#include "values.h"

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	u32 i = bpf_get_prandom_u32();
	struct value *v;

	if (i >= 64) // finds: compiler-undid
		return 0;
	v = get_value();
	if (v)
		v->slot[i]++;
	return 0;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	u64 i = bpf_get_prandom_u32();
	struct value *v;

	hide(i);
	if (i >= 64)
		return 0;
	v = get_value();
	if (v)
		v->slot[i]++;
	return 0;
}
