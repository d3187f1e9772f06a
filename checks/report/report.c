// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * report: collects findings. The machine meets one mistake on many paths and in many programs; here it becomes one
 * finding, told once: whoever comes first with the strongest verdict tells the story, everybody after that only adds
 * the name of his program. All strings are interned, so that equal ones compare by pointer.
 */
#include "report/report.h"

#include <stdlib.h>

const char *report_verdict_name(enum verdict v)
{
	static const char *const names[VERDICTS] = {
		[VERDICT_REJECT] = "will-reject",
		[VERDICT_MAY] = "may-reject",
		[VERDICT_HAZARD] = "hazard",
	};

	return (unsigned)v < VERDICTS ? names[v] : "unknown";
}

struct report *report_new(void)
{
	struct arena *a = arena_new();
	struct report *r = arena_alloc(a, sizeof(*r));

	r->arena = a;
	r->names = intern_new(a);
	return r;
}

static void drop_story(struct finding *f)
{
	for (uint32_t i = 0; i < f->fixes.n; i++)
		vec_free(&f->fixes.at[i].edits);
	f->fixes.n = f->notes.n = 0;
}

void report_drop(struct report *r, uint32_t finding)
{
	struct finding *f = &r->findings.at[finding];

	drop_story(f);
	vec_free(&f->fixes);
	vec_free(&f->notes);
	vec_free(&f->programs);
	memmove(f, f + 1, (--r->findings.n - finding) * sizeof(*f));
}

void report_free(struct report *r)
{
	if (!r)
		return;
	while (r->findings.n)
		report_drop(r, r->findings.n - 1);
	vec_free(&r->findings);
	vec_free(&r->unmodelled);
	vec_free(&r->stats);
	vec_free(&r->needs);
	arena_free(r->arena);
}

static struct pos keep_pos(struct report *r, const struct pos *at)
{
	struct pos p = {0};

	if (!at)
		return p;
	p = *at;
	p.file = intern_str(r->names, at->file);
	p.macro = intern_str(r->names, at->macro);
	return p;
}

static bool same_place(const struct pos *a, const struct pos *b)
{
	return a->file == b->file && a->line == b->line && a->col == b->col;
}

void report_program(struct report *r, struct finding *f, const char *program)
{
	if (!program)
		return;
	program = intern_str(r->names, program);
	for (uint32_t i = 0; i < f->programs.n; i++)
		if (f->programs.at[i] == program)
			return;
	vec_push(&f->programs, program);
}

struct finding *report_add(struct report *r, const char *rule, enum verdict v, const struct pos *at, const char *program,
			   const char *message)
{
	struct pos pos = keep_pos(r, at);
	struct finding *f = NULL, fresh = {0};

	rule = intern_str(r->names, rule);
	for (uint32_t i = 0; i < r->findings.n && !f; i++)
		if (r->findings.at[i].rule == rule && same_place(&r->findings.at[i].pos, &pos))
			f = &r->findings.at[i];
	if (f && v >= f->verdict) {
		f->told = true;
		report_program(r, f, program);
		return f;
	}
	if (!f) {
		vec_push(&r->findings, fresh);
		f = &r->findings.at[r->findings.n - 1];
	}
	drop_story(f);
	f->told = false;
	f->kernel = NULL;
	f->rule = rule;
	f->verdict = v;
	f->pos = pos;
	f->message = intern_str(r->names, message);
	report_program(r, f, program);
	return f;
}

void report_note(struct report *r, struct finding *f, const struct pos *at, const char *text)
{
	struct note n = {.pos = keep_pos(r, at), .text = intern_str(r->names, text)};

	if (!f->told)
		vec_push(&f->notes, n);
}

void report_kernel(struct report *r, struct finding *f, const char *text)
{
	if (!f->told)
		f->kernel = intern_str(r->names, text);
}

struct fix *report_fix(struct report *r, struct finding *f, const struct pos *at, const char *title)
{
	struct fix x = {.title = intern_str(r->names, title), .pos = keep_pos(r, at)};

	if (f->told)
		return NULL;
	vec_push(&f->fixes, x);
	return &f->fixes.at[f->fixes.n - 1];
}

void report_edit(struct report *r, struct fix *x, const struct pos *at, const char *text)
{
	struct edit e = {.at = keep_pos(r, at), .text = intern_str(r->names, text)};

	if (x)
		vec_push(&x->edits, e);
}

struct finding *report_join(struct report *r, const struct finding *of, const char *program)
{
	struct finding *f = report_add(r, of->rule, of->verdict, &of->pos, program, of->message);

	if (f->notes.n || f->kernel)
		return f;
	if (of->kernel)
		report_kernel(r, f, of->kernel);
	for (uint32_t n = 0; n < of->notes.n; n++)
		report_note(r, f, &of->notes.at[n].pos, of->notes.at[n].text);
	for (uint32_t n = 0; n < of->fixes.n; n++) {
		struct fix *x = report_fix(r, f, &of->fixes.at[n].pos, of->fixes.at[n].title);

		for (uint32_t k = 0; k < of->fixes.at[n].edits.n; k++)
			report_edit(r, x, &of->fixes.at[n].edits.at[k].at, of->fixes.at[n].edits.at[k].text);
	}
	return f;
}

/* The first place stays, but one that is needed for certain takes that of one that may not be. */
void report_need(struct report *r, const struct need *n)
{
	struct need copy = {
		.kind = intern_str(r->names, n->kind),
		.name = intern_str(r->names, n->name),
		.program = intern_str(r->names, n->program),
		.unless = intern_str(r->names, n->unless),
		.since = n->since,
		.pos = keep_pos(r, &n->pos),
	};

	for (uint32_t i = 0; i < r->needs.n; i++) {
		struct need *old = &r->needs.at[i];

		if (old->kind != copy.kind || old->name != copy.name)
			continue;
		if (!copy.unless && (old->unless || copy.since > old->since))
			*old = copy;
		return;
	}
	vec_push(&r->needs, copy);
}

void report_unmodelled(struct report *r, const char *program, const char *why, const struct pos *at)
{
	struct unmodelled u = {
		.program = intern_str(r->names, program),
		.why = intern_str(r->names, why),
		.pos = keep_pos(r, at),
		.count = 1,
	};

	/* newest first: a loop reports the same thing again and again */
	for (uint32_t i = r->unmodelled.n; i-- > 0;) {
		struct unmodelled *old = &r->unmodelled.at[i];

		if (old->program == u.program && old->why == u.why && same_place(&old->pos, &u.pos)) {
			old->count++;
			return;
		}
	}
	vec_push(&r->unmodelled, u);
}

void report_stats(struct report *r, const struct program_stats *s)
{
	struct program_stats copy = *s;

	copy.program = intern_str(r->names, s->program);
	vec_push(&r->stats, copy);
}

/* NULL sorts first: findings about the whole object. */
static int order_names(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

static int order_pos(const struct pos *a, const struct pos *b)
{
	int c = order_names(a->file, b->file);

	if (c)
		return c;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->col != b->col)
		return a->col < b->col ? -1 : 1;
	return 0;
}

static int order_findings(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	int c = order_pos(&a->pos, &b->pos);

	return c ? c : strcmp(a->rule, b->rule);
}

static int order_unmodelled(const void *pa, const void *pb)
{
	const struct unmodelled *a = pa, *b = pb;
	int c = order_names(a->program, b->program);

	if (!c)
		c = order_pos(&a->pos, &b->pos);
	return c ? c : strcmp(a->why, b->why);
}

void report_sort(struct report *r)
{
	if (r->findings.n)
		qsort(r->findings.at, r->findings.n, sizeof(*r->findings.at), order_findings);
	if (r->unmodelled.n)
		qsort(r->unmodelled.at, r->unmodelled.n, sizeof(*r->unmodelled.at), order_unmodelled);
}
