// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A switch over neighbouring values becomes one comparison of the value less the first. */
// undone: v2 14 16 19 22
#include "values.h"

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u32 kind;

	if (!v)
		return 0;
	kind = v->n;
	switch (kind) { // finds: compiler-undid
	case 3:
	case 4:
	case 5:
	case 6:
		v->slot[kind]++;
	}
	return 0;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u32 kind;

	if (!v)
		return 0;
	kind = v->n;
	switch (kind) {
	case 3:
	case 4:
	case 5:
	case 6:
		hide(kind);
		v->slot[kind & 7]++;
	}
	return 0;
}
