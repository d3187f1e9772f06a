// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * story: tells a refusal as a finding: what the kernel minds, in words; where the values came from; the branches on the way; what the
 * verifier last knew of the registers at fault; its own words; how to mend it.
 */
#ifndef BPFPROOF_VERIFY_STORY_H
#define BPFPROOF_VERIFY_STORY_H

#include "kernel/messages.h"
#include "report/report.h"
#include "verify/log.h"
#include "verify/values.h"

enum outcome_verdict { OUTCOME_ACCEPTED, OUTCOME_REJECTED, OUTCOME_CANNOT_SAY };
const char *outcome_name(enum outcome_verdict v); /* "accepted", "rejected", "cannot-say" */

/* What came of one program. Strings live in the report's arena. */
struct absent_map;

struct outcome {
	const char *object, *program, *section; /* or NULL */
	enum outcome_verdict verdict;
	const char *reason;           /* why nothing can be said */
	const char *class_name;       /* "null-deref"; "unknown" for a message that is not in the table; NULL: no message */
	const char *rule;             /* the rule that predicts it, or NULL */
	const char *fix;
	const char *kernel;           /* the last thing that it said */
	bool by_libbpf;               /* no, libbpf said that */
	bool told;                    /* the report has a finding for it */
	const struct absent_map *without; /* maps that cannot be created, and that an accepted program does not use */
	uint32_t nwithout;
	struct report *report;
};

/*
 * Fills in what the log says: the verdict, and, where the program was rejected, a finding in o->report. `places` may be NULL.
 * o->object and o->program are used where they are set.
 */
void story_tell(struct outcome *o, const struct log *log, const struct places *places);

/* The message that says why; NULL with match->message NULL: there is none in the table. */
const struct message_class *story_message(const struct log *log, struct message_match *match, struct slice *line);

#endif
