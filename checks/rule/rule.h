// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * rule: what a rule is, and what it may use. A rule is one file that listens to some kinds of events, one row in
 * rules.def, one page <name>.md and one folder of tests. It keeps nothing between events. It answers "fault" when the
 * kernel would stop here, reported or not: the path ends, and later rules do not see the event.
 *
 * A rule reports with rule_say(). What the verdict rests on goes along as values, so that nothing tainted is ever
 * called a rejection: then rule_say() counts it as not modelled and says nothing (or "may", when asked for).
 */
#ifndef BPFPROOF_RULE_H
#define BPFPROOF_RULE_H

#include "flow/flow.h"
#include "machine/machine.h"
#include "rule/check.h"

struct rules; /* one unit's run */

struct rule {
	struct rule_info info;
	uint32_t events;      /* bit per enum event_kind */
	bool (*on)(struct rules *r, const struct event *e);
};

extern const struct rule rules_all[];

/* A finding that was made on one side of a branch that cannot be decided here; certain once every such branch turned out not to matter. */
struct pending {
	const struct rule *rule;
	const struct instr *instr;
	const char *entry;
	struct assumption set[MAX_ASSUMPTIONS];
	uint32_t n;
	struct visit *visit;
	const struct need *need; /* instead of a finding */
	bool told;
};

struct rules {
	struct unit *unit;
	struct report *report;
	struct report *rejections;           /* where they go: `report`, unless it is not sure yet that they stand; see typeless.c */
	struct report *drafts;               /* the texts of pending findings */
	bool trial;                          /* of this check only matters whether anything is rejected; see typeless.c */
	const struct check_options *options;
	uint64_t listening[EVENT_KINDS];     /* bit per rule of rules_all, by event */
	const struct rule *rule;             /* the one that runs */
	const struct event *event;           /* that it is looking at */
	bool asked, again;                   /* rule_told() was asked, and what it answered */
	uint64_t told[4096];                 /* what was told, by hash */
	VEC(uint32_t) called;                /* global functions that the program calls, each once */
	VEC(struct pending) pending;
};

/*
 * Reports at the event's place. `rests_on` are the values whose taint would make it a guess (NULL-terminated list by
 * count). Returns the finding to add notes and fixes to, or NULL when it is not told (tainted, uncertain, silenced,
 * already there).
 */
struct finding *rule_say(struct rules *r, const struct event *e, enum verdict v, const struct value *const *rests_on, uint32_t n,
			 const char *kernel, const char *fmt, ...) __attribute__((format(printf, 7, 8)));
/* This rule said what it has to say about this event before: words are not needed. */
bool rule_told(struct rules *r);
/* The same for what is not on a path: a map, a program. */
struct finding *rule_say_at(struct rules *r, enum verdict v, const char *program, const struct pos *at, const char *kernel,
			    const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* ---- pending.c: findings that rest on a branch nobody can decide here ---- */

#define NEED_OPEN "an open question is answered otherwise"

/* Certain now (true), or kept until it is: then the caller puts its text into r->drafts. A `need` goes
 * into the report by itself when it is certain, or at the end with what is open. */
bool pending_certain(struct rules *r, const struct event *e, const struct need *need);
void pending_twin(struct rules *r, const struct visit *v, const struct instr *branch);
void pending_end(struct rules *r); /* at the end of a program */

/* ---- words.c: how values are called ---- */

const char *rule_name(struct rules *r, const struct event *e, struct operand o, const char *otherwise); /* "'v->count'" or otherwise */
/* The pointer that members and offsets were added to: 'v' of 'v->stats[3].count'. */
struct operand rule_base(const struct event *e, struct operand o);
const char *rule_range(struct rules *r, struct scalar s);  /* what it is: "in [0, 9]", "at most 64", "5" */
const struct pos *rule_place(const struct rules *r, const struct instr *i);
/* "'v' is the result of 'bpf_map_lookup_elem' on 'counts'" at the place of birth, when there is one */
void rule_note_origin(struct rules *r, struct finding *f, const struct event *e, const struct value *v, const char *name);
void rule_note(struct rules *r, struct finding *f, const struct pos *at, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
const char *rule_map_words(struct rules *r, const struct map *map); /* "hash map 'counts'" */

#define BIT(k) (1u << (k))

#endif
