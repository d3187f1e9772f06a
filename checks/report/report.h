// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * report: what was found, in words, and where; and the sinks that print it. A finding owns nothing: its strings live
 * in the arena of the report that holds it.
 */
#ifndef BPFPROOF_REPORT_H
#define BPFPROOF_REPORT_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum verdict { VERDICT_REJECT, VERDICT_MAY, VERDICT_HAZARD, VERDICTS };
const char *report_verdict_name(enum verdict v); /* "will-reject", "may-reject", "hazard" */

/* Replace [begin, end) by text; begin == end inserts. Applied together with the other edits of its fix. */
struct edit {
	struct pos at;       /* line/col .. end_line/end_col; no extent: insert before line/col */
	const char *text;
};

struct note {
	struct pos pos;
	const char *text;
};

struct fix {
	const char *title;   /* "add a null check" */
	struct pos pos;      /* where the note that offers it stands */
	VEC(struct edit) edits;
};

struct finding {
	const char *rule;    /* "null-deref"; shown as [bpf-null-deref] */
	enum verdict verdict;
	struct pos pos;
	const char *message; /* lower case, code in 'quotes', no full stop */
	const char *kernel;  /* what the kernel will print, or NULL */
	VEC(const char *) programs; /* entry functions on whose paths it was found; empty: the whole object */
	VEC(struct note) notes;     /* in the order of the story */
	VEC(struct fix) fixes;
	bool told;           /* found again: the story that is there stays, further notes and fixes are dropped */
};

/* Why something was not judged: counted per program, never a finding. */
struct unmodelled {
	const char *program, *why;
	struct pos pos;
	uint32_t count;
};

struct program_stats {
	const char *program;
	uint64_t instrs, states, pruned;
	bool complete;       /* every path was followed to its end */
};

/* Something that only kernels from `since` on have, where it is used first. */
struct need {
	const char *kind;    /* "helper", "kfunc", "map type", "section", "feature" */
	const char *name, *program;
	const char *unless;  /* what may make it unnecessary; NULL: nothing */
	uint32_t since;      /* major << 16 | minor; 0: not known */
	struct pos pos;
};

struct report {
	struct arena *arena;
	struct intern *names;
	const char *tool_version;
	bool show_stats, show_unmodelled, show_needs; /* sinks print these too */
	VEC(struct finding) findings;       /* one per root cause, in source order after report_sort() */
	VEC(struct unmodelled) unmodelled;
	VEC(struct program_stats) stats;
	VEC(struct need) needs;             /* each kind and name once, as the newest kernel that it needs */
};

struct report *report_new(void);
void report_free(struct report *r);

/*
 * Adds a finding, or, when one with the same rule at the same place is there already, joins the program into that one.
 * The stronger verdict stays, with the message and story that came with it; callers need not care: notes and fixes
 * of the weaker telling are dropped. Returns the one that is in the report, valid until the next report_add().
 * Strings are copied; `program` may be NULL (the whole object).
 */
struct finding *report_add(struct report *r, const char *rule, enum verdict v, const struct pos *at, const char *program,
			   const char *message);
/* The same for a finding of another report (or a draft), with its story; the story that is there already stays. */
struct finding *report_join(struct report *r, const struct finding *of, const char *program);
void report_program(struct report *r, struct finding *f, const char *program); /* one more that meets it */
void report_note(struct report *r, struct finding *f, const struct pos *at, const char *text);
void report_kernel(struct report *r, struct finding *f, const char *text); /* what the kernel will print */
struct fix *report_fix(struct report *r, struct finding *f, const struct pos *at, const char *title); /* NULL: dropped */
void report_edit(struct report *r, struct fix *x, const struct pos *at, const char *text); /* x may be NULL */
void report_unmodelled(struct report *r, const char *program, const char *why, const struct pos *at);
void report_stats(struct report *r, const struct program_stats *s);
void report_need(struct report *r, const struct need *n); /* strings are copied */
void report_drop(struct report *r, uint32_t finding); /* takes it out again */
void report_sort(struct report *r);

/* ---- sinks: each turns a report into text ---- */

struct sink {
	const char *name;    /* "text", "jsonl", "json", "sarif", "github", "junit", "html" */
	const char *summary;
	void (*print)(const struct report *r, bool colour, struct text *out);
};
const struct sink *report_sink(const char *name); /* NULL: no such sink */
const struct sink *report_sink_at(size_t i);      /* NULL past the end */

#ifdef __cplusplus
}
#endif
#endif
