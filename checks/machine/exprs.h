// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* exprs: what ids of numbers were computed from; see exprs.c. */
#ifndef BPFPROOF_EXPRS_H
#define BPFPROOF_EXPRS_H

#include "machine/machine.h"

#define EXPRS 4096
#define PARTS 1024

struct expr {
	uint64_t id;
	uint8_t op, width, from;
	bool relied; /* a condition that told, on some path, what a value is that was computed again */
	struct value a, b;
};

/* A number that something was computed from, and what was known of it then. */
struct part {
	uint64_t id;
	struct scalar s;
};

struct exprs {
	struct expr at[EXPRS];
	struct part parts[PARTS];
};

struct exprs *exprs_new(void);
void exprs_free(struct exprs *x);
struct expr *expr_find(const struct exprs *x, uint64_t id); /* NULL: not computed from anything, or forgotten; x may be NULL */
bool expr_learned(const struct exprs *x, const struct value *v); /* more is known of v now than when something was computed from it */

#endif
