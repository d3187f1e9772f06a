// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lost: which check in a source stands between a value and its use. Found by walking back from the use to what the value was made of,
 * and looking for the last branch before it that asks about the same variable or member.
 */
#ifndef BPFPROOF_COMPARE_LOST_H
#define BPFPROOF_COMPARE_LOST_H

#include "model/model.h"

enum lost_kind { LOST_RANGE, LOST_NULL, LOST_PACKET }; /* what the use needs to be proven */

struct lost {
	struct pos pos;        /* of the comparison, or of the mask */
	const char *name;      /* what it asks about, as the source calls it */
	bool has_limit, is_mask;
	bool is_open;          /* it compares with another variable */
	bool is_computed;      /* with what arithmetic made */
	int64_t limit;         /* the constant that it compares with */
};

/* The check that guards what happens at file:line of the source. False: there is none in sight. */
bool lost_find(struct unit *source, const char *file, uint32_t line, enum lost_kind kind, struct lost *out);

/* Do two spellings of a path mean one file? */
bool lost_same_file(const char *a, const char *b);

#endif
