// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * mend: edits of the source after which the compiler keeps a check. Made from the text of the lines, and offered only where that says clearly
 * enough what it is: a statement of its own, a variable declared alone.
 */
#ifndef BPFPROOF_COMPARE_MEND_H
#define BPFPROOF_COMPARE_MEND_H

#include "compare/lost.h"
#include "report/report.h"

enum mend {
	MEND_RANGE,   /* the variable wide and hidden before the check, or masked before the use, or hidden between two checks or behind one */
	MEND_BEFORE,  /* hidden before the check at least */
	MEND_ACCESS,  /* a barrier behind an access to the context at or behind the place */
	MEND_USE,     /* hidden before the use */
};

void mend_offer(struct report *r, struct finding *f, const struct unit *source, const struct lost *lost, enum mend how, const struct pos *use);

#endif
