// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the parts of the validator share. Inside the folder only. */
#ifndef BPFPROOF_MODEL_VALIDATE_H
#define BPFPROOF_MODEL_VALIDATE_H

#include "model/model.h"

struct validator {
	struct unit *u;
	enum { WHERE_UNIT, WHERE_TYPE, WHERE_MAP, WHERE_GLOBAL, WHERE_FUNC } where; /* what is being looked at */
	uint32_t index;
	const char *message; /* the first rule that broke */
};

const char *validator_where(const struct validator *v); /* in words; NULL: the unit as a whole */
bool broken(struct validator *v, const char *fmt, ...) __attribute__((format(printf, 2, 3))); /* false, always */

bool check_instr(struct validator *v, const struct func *f, uint32_t index, bool last_of_block); /* validate_instr.c */
bool check_dominance(struct validator *v, const struct func *f);                                 /* dominate.c */

#endif
