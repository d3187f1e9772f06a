// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * words: how rules say things: reporting with its safeguards, names of values, the notes that tell the story.
 */
#include <stdarg.h>

#include "rule/rule.h"

/* ---- saying ---- */

const struct pos *rule_place(const struct rules *r, const struct instr *i)
{
	return &r->unit->places.at[i ? i->pos : 0];
}

static enum rule_level level_of(const struct rules *r)
{
	return r->options->levels ? (enum rule_level)r->options->levels[r->rule - rules_all] : LEVEL_DEFAULT;
}

static bool silent(const struct rules *r, enum verdict v)
{
	return (v == VERDICT_MAY && !r->options->pedantic) || level_of(r) == LEVEL_OFF || (level_of(r) == LEVEL_DEFAULT && !r->rule->info.on);
}

static uint64_t told_key(const struct rules *r, const struct event *e)
{
	return ((uintptr_t)e->instr * 31 + (uintptr_t)r->rule) * 31 + (uintptr_t)e->m->entry;
}

bool rule_told(struct rules *r)
{
	uint64_t key = told_key(r, r->event);

	if (!r->asked)
		r->again = r->event->instr && r->told[key % ARRAY_LEN(r->told)] == key;
	r->asked = true;
	return r->again;
}

static bool sure(const struct value *const *rests_on, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (rests_on[i] && !machine_certain_value(rests_on[i]))
			return false;
	return true;
}

struct finding *rule_say(struct rules *r, const struct event *e, enum verdict v, const struct value *const *rests_on, uint32_t n,
			 const char *kernel, const char *fmt, ...)
{
	const struct pos *at = rule_place(r, e->instr);
	struct report *into = v == VERDICT_REJECT ? r->rejections : r->report;
	struct finding *f;
	va_list ap;

	if (rule_told(r))
		return NULL;
	if (v == VERDICT_REJECT && (!sure(rests_on, n) || e->st->uncertain)) {
		report_unmodelled(r->report, e->m->entry, "a finding was not told: it rests on something not modelled", at);
		v = VERDICT_MAY;
		into = r->report;
	} else if (v == VERDICT_REJECT && e->st->nassumed && !pending_certain(r, e, NULL)) {
		into = r->drafts;
	}
	if (silent(r, v))
		return NULL;
	if (into != r->drafts)
		r->told[told_key(r, e) % ARRAY_LEN(r->told)] = told_key(r, e);
	va_start(ap, fmt);
	f = report_add(into, r->rule->info.name, v, at, e->m->entry, arena_vprintf(r->unit->arena, fmt, ap));
	va_end(ap);
	if (f && kernel && !f->kernel)
		report_kernel(into, f, kernel);
	return f && !f->notes.n && !f->fixes.n ? f : NULL; /* its story is told once */
}

struct finding *rule_say_at(struct rules *r, enum verdict v, const char *program, const struct pos *at, const char *kernel,
			    const char *fmt, ...)
{
	struct report *into = v == VERDICT_REJECT ? r->rejections : r->report;
	struct finding *f;
	va_list ap;

	if (silent(r, v))
		return NULL;
	va_start(ap, fmt);
	f = report_add(into, r->rule->info.name, v, at, program, arena_vprintf(r->unit->arena, fmt, ap));
	va_end(ap);
	if (f && kernel && !f->kernel)
		report_kernel(into, f, kernel);
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
	const char *s = e->func && !rule_told(r) ? model_describe(r->unit, e->func, o) : NULL;

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
