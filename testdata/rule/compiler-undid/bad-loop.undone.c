// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A loop's bound is checked: zero and the limit become one comparison, and the loop runs on without one. */
// undone: v2 14 16 19 22
#include "values.h"

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u32 sum = 0, n;

	if (!v)
		return 0;
	n = v->n;
	if (n > 64) // finds: compiler-undid
		return 0;
	for (u32 i = 0; i < n; i++)
		sum += v->slot[i];
	return sum & 1;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u32 sum = 0;

	if (!v)
		return 0;
	for (u32 i = 0; i < 64; i++) {
		if (i >= v->n)
			break;
		sum += v->slot[i];
	}
	return sum & 1;
}
