// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* exprs: what ids of numbers were computed from; see exprs.c. */
#ifndef BPFPROOF_EXPRS_H
#define BPFPROOF_EXPRS_H

#include "machine/machine.h"

#define EXPRS 4096

struct expr {
	uint64_t id;
	uint8_t op, width, from;
	bool relied; /* a condition that told, on some path, what a value is that was computed again */
	struct value a, b;
};

struct exprs {
	struct expr at[EXPRS];
};

struct exprs *exprs_new(void);
void exprs_free(struct exprs *x);
struct expr *expr_find(const struct exprs *x, uint64_t id); /* NULL: not computed from anything, or forgotten; x may be NULL */

#endif
