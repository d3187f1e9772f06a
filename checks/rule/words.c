// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * words: how rules say things: reporting with its safeguards, names of values, the notes that tell the story.
 */
#include <stdarg.h>

#include "rule/rule.h"

/* ---- certainty ---- */

static bool same_finding(const struct pending *p, const struct rules *r, const struct event *e)
{
	return p->rule == r->rule && p->instr == e->instr && p->entry == e->m->entry;
}

/* Index in `set` of the one assumption that differs in its side only; -1 when the sets differ otherwise. */
static int flipped(const struct pending *p, const struct assumption *set, uint32_t n)
{
	int at = -1;

	if (p->n != n)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = 0;

		while (k < n && p->set[k].instr != set[i].instr)
			k++;
		if (k == n)
			return -1;
		if (p->set[k].side != set[i].side) {
			if (at >= 0)
				return -1;
			at = (int)i;
		}
	}
	return at;
}

/*
 * A finding on a path that took side 0 of a branch nobody can decide here, and again on one that took side 1, does not
 * depend on that branch. What is left when all have cancelled out is certain.
 */
static bool certain_path(struct rules *r, const struct event *e)
{
	struct assumption set[MAX_ASSUMPTIONS];
	uint32_t n = e->st->nassumed;
	bool again = true;

	if (e->st->uncertain)
		return false;
	memcpy(set, e->st->assumed, sizeof set);
	while (n && again) {
		again = false;
		for (uint32_t i = 0; i < r->pending.n && !again; i++) {
			int at = same_finding(&r->pending.at[i], r, e) ? flipped(&r->pending.at[i], set, n) : -1;

			if (at >= 0) {
				set[at] = set[--n];
				again = true;
			}
		}
	}
	if (n) {
		struct pending p = {.rule = r->rule, .instr = e->instr, .entry = e->m->entry, .n = n};

		memcpy(p.set, set, sizeof set);
		vec_push(&r->pending, p);
	}
	return !n;
}

/* ---- saying ---- */

const struct pos *rule_place(const struct rules *r, const struct instr *i)
{
	return &r->unit->places.at[i ? i->pos : 0];
}

static enum rule_level level_of(const struct rules *r)
{
	return r->options->levels ? (enum rule_level)r->options->levels[r->rule - rules_all] : LEVEL_DEFAULT;
}

struct finding *rule_say(struct rules *r, const struct event *e, enum verdict v, const struct value *const *rests_on, uint32_t n,
			 const char *kernel, const char *fmt, ...)
{
	const struct pos *at = rule_place(r, e->instr);
	struct finding *f;
	va_list ap;

	if (v == VERDICT_REJECT) {
		bool sure = true;

		for (uint32_t i = 0; i < n; i++)
			sure &= !rests_on[i] || !(rests_on[i]->taint || rests_on[i]->kind == VAL_UNKNOWN);
		if (!sure || !certain_path(r, e)) {
			report_unmodelled(r->report, e->m->entry, arena_printf(e->m->arena, "%s not told: it rests on something not modelled", r->rule->info.name), at);
			v = VERDICT_MAY;
		}
	}
	if ((v == VERDICT_MAY && !r->options->pedantic) || level_of(r) == LEVEL_OFF || (level_of(r) == LEVEL_DEFAULT && !r->rule->info.on))
		return NULL;
	va_start(ap, fmt);
	f = report_add(r->report, r->rule->info.name, v, at, e->m->entry, arena_vprintf(r->unit->arena, fmt, ap));
	va_end(ap);
	if (f && kernel && !f->kernel)
		report_kernel(r->report, f, kernel);
	return f && !f->notes.n && !f->fixes.n ? f : NULL; /* its story is told once */
}

struct finding *rule_say_at(struct rules *r, enum verdict v, const char *program, const struct pos *at, const char *kernel,
			    const char *fmt, ...)
{
	struct finding *f;
	va_list ap;

	if ((v == VERDICT_MAY && !r->options->pedantic) || level_of(r) == LEVEL_OFF || (level_of(r) == LEVEL_DEFAULT && !r->rule->info.on))
		return NULL;
	va_start(ap, fmt);
	f = report_add(r->report, r->rule->info.name, v, at, program, arena_vprintf(r->unit->arena, fmt, ap));
	va_end(ap);
	if (f && kernel && !f->kernel)
		report_kernel(r->report, f, kernel);
	return f && !f->notes.n && !f->fixes.n ? f : NULL;
}

void rule_note(struct rules *r, struct finding *f, const struct pos *at, const char *fmt, ...)
{
	va_list ap;

	if (!f)
		return;
	va_start(ap, fmt);
	report_note(r->report, f, at, arena_vprintf(r->unit->arena, fmt, ap));
	va_end(ap);
}

/* ---- names ---- */

const char *rule_name(struct rules *r, const struct event *e, struct operand o, const char *otherwise)
{
	const char *s = e->func ? model_describe(r->unit, e->func, o) : NULL;

	return s ? arena_printf(r->unit->arena, "'%s'", s) : otherwise;
}

struct operand rule_base(const struct event *e, struct operand o)
{
	while (o.kind == OPND_TEMP && e->func && e->func->temps.at[o.index].def < e->func->instrs.n) {
		const struct instr *i = &e->func->instrs.at[e->func->temps.at[o.index].def];

		if (i->op != OP_FIELD && i->op != OP_PTRADD && op_info[i->op].shape != SHAPE_CAST)
			break;
		o = i->a;
	}
	return o;
}

const char *rule_range(struct rules *r, struct scalar s)
{
	static const struct { const char *sign, *words; } forms[] = {{"= ", ""}, {"<= ", "at most "}, {">= ", "at least "}, {"[", "in ["}};
	const char *words = "unbounded";
	struct text t = {0};

	scalar_print(s, &t);
	for (size_t i = 0; t.s && i < ARRAY_LEN(forms); i++)
		if (!strncmp(t.s, forms[i].sign, strlen(forms[i].sign)))
			words = arena_printf(r->unit->arena, "%s%s", forms[i].words, t.s + strlen(forms[i].sign));
	text_free(&t);
	return words;
}

void rule_note_origin(struct rules *r, struct finding *f, const struct event *e, const struct value *v, const char *name)
{
	const struct birth *b;

	if (!f || !v->origin)
		return;
	b = &e->m->births.at[v->origin];
	rule_note(r, f, b->instr ? rule_place(r, b->instr) : &b->func->pos, "%s is %s", name, b->what);
}

const char *rule_map_words(struct rules *r, const struct map *map)
{
	const struct map_facts *k = kernel_map((enum map_type)map->map_type);

	return arena_printf(r->unit->arena, "'%s' (%s)", map->name ? map->name : "an inner map", k ? k->name : "a map type that is not modelled");
}
