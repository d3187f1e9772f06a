// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* exprs: the cache of expressions by id; see refine.c. */
#ifndef BPFPROOF_EXPRS_H
#define BPFPROOF_EXPRS_H

#include "machine/machine.h"

#define EXPRS 4096

struct expr {
	uint64_t id;
	uint8_t op, width, from;
	struct value a, b;
};

struct exprs {
	struct expr at[EXPRS];
};

struct exprs *exprs_new(void);
void exprs_free(struct exprs *x);

#endif
