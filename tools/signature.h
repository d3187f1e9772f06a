// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* signature: what checks/kernel knows of one helper, kfunc, map type or program type, as a sheet, for one kernel. */
#ifndef BPFPROOF_SIGNATURE_H
#define BPFPROOF_SIGNATURE_H

#include "kernel/kernel.h"
#include "sheet.h"

struct signature {
	struct arena *arena;
	uint32_t kernel;
	struct sheet sheet;
};

/* `map`: the result for this type only; NULL: for all. */
void signature_helper(struct signature *s, const struct helper_facts *h, const struct map_facts *map);
void signature_kfunc(struct signature *s, const struct kfunc_facts *k);
void signature_map(struct signature *s, const struct map_facts *m);
void signature_prog(struct signature *s, const struct prog_facts *p);
void signature_list(struct signature *s); /* every helper */
bool signature_takes_map(const struct helper_facts *h);

#endif
