// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* outcome: prints what came of programs, as text for people or as one JSON document. */
#ifndef BPFPROOF_VERIFY_OUTCOME_H
#define BPFPROOF_VERIFY_OUTCOME_H

#include "verify/story.h"

struct outcomes {
	VEC(struct outcome) at;
	const char *kernel;      /* the release that was asked, or NULL: these come from a log */
};

/* A new one, with a report of its own; valid until the next. */
struct outcome *outcomes_add(struct outcomes *all);
void outcomes_free(struct outcomes *all);

void outcome_print(const struct outcome *o, bool colour);          /* one, as text, to stdout */
void outcomes_print_sum(const struct outcomes *all);               /* "2 accepted, 1 rejected" */
void outcomes_print_json(const struct outcomes *all);
int outcomes_status(const struct outcomes *all);                   /* the exit status */

#endif
