// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * undone: see undone.h. What became of a check shows in the instructions that line records give to its line: none, a comparison of something
 * computed from the value, of half a register, of a copy.
 */
#include "compare/undone.h"

#include "compare/lost.h"
#include "compare/mend.h"
#include "object/listing.h"
#include "object/lower.h"

#include <stdio.h>
#include <stdlib.h>

#define RULE "compiler-undid"

struct pair {
	struct report *report;   /* the source's findings first */
	uint32_t of_source;      /* so many */
	struct unit *source;
	const struct image *object;
};

/* ---- what became of a check ---- */

enum shape { SHAPE_GONE, SHAPE_DISTANCE, SHAPE_MERGED, SHAPE_SHIFTED, SHAPE_ELSEWHERE, SHAPE_HALF, SHAPE_COPIED, SHAPE_MASK, SHAPE_ACCESS, SHAPE_WIDE, SHAPE_EARLY, SHAPES };

/* %s: what is checked */
static const struct {
	const char *became, *instead;
	enum mend mend;
} shapes[SHAPES] = {
	[SHAPE_GONE] = {"nothing is left of the check at this place",
			"keep the optimiser from knowing '%s' between check and use: asm volatile(\"\" : \"+r\"(%s)) before the check", MEND_BEFORE},
	[SHAPE_DISTANCE] = {"two comparisons became one, of '%s' less a constant, in a register of its own; the one that is used keeps no bound",
			    "check one side, hide the value with asm volatile(\"\" : \"+r\"(%s)), then check the other; or make '%s' unsigned and 64 bits wide", MEND_RANGE},
	[SHAPE_MERGED] = {"the check of '%s' became one with that of another value, and bounds neither",
			  "put asm volatile(\"\" : \"+r\"(%s)) between the two checks", MEND_RANGE},
	[SHAPE_SHIFTED] = {"a copy of '%s' is cut to 32 bits by shifts and compared; for the use another copy is cut, which keeps no bound",
			   "make '%s' 64 bits wide and unsigned before it is checked, or compile with -mcpu=v3", MEND_RANGE},
	[SHAPE_ELSEWHERE] = {"not '%s' is compared, but what it is computed from, with another constant; the result keeps no bound",
			     "hide the result before the check: asm volatile(\"\" : \"+r\"(%s))", MEND_BEFORE},
	[SHAPE_HALF] = {"the lower half of a register is compared, and the whole of one is used",
			"make '%s' 64 bits wide and unsigned before it is checked", MEND_RANGE},
	[SHAPE_COPIED] = {"another register is compared than the one that is used",
			  "hide the value before the check, so that one register holds it: asm volatile(\"\" : \"+r\"(%s))", MEND_BEFORE},
	[SHAPE_MASK] = {"nothing is left of the mask: other code made it look unnecessary",
			"hide the value before the mask: asm volatile(\"\" : \"+r\"(%s))", MEND_BEFORE},
	[SHAPE_ACCESS] = {"accesses to several members of the context became one, through a pointer that is computed",
			  "put asm volatile(\"\" ::: \"memory\") behind each access but the last, or make the accesses one after the other and choose then", MEND_ACCESS},
	[SHAPE_WIDE] = {"accesses to neighbouring members of the context became one of more bytes",
			"put asm volatile(\"\" ::: \"memory\") between the accesses", MEND_ACCESS},
	[SHAPE_EARLY] = {"the arithmetic was moved in front of the check, where the pointer may still be null",
			 "put asm volatile(\"\" : \"+r\"(%s)) behind the check", MEND_USE},
};

struct look {
	const struct lost *lost;
	enum shape shape;
	const char *file;
	struct code computed[CODE_REGS]; /* the last arithmetic on this line, per register */
	bool known[CODE_REGS];
	struct text text;
	uint32_t seen, branches;
};

static enum shape shape_of(const struct look *k, const struct code *branch)
{
	const struct code *before = &k->computed[branch->dst];

	if (k->known[branch->dst] && before->kind == CODE_ALU && before->is_imm && (before->op == OP_ADD || before->op == OP_SUB))
		return SHAPE_DISTANCE;
	if (k->known[branch->dst] && before->kind == CODE_ALU && !before->is_imm && before->op == OP_OR)
		return SHAPE_MERGED;
	if (k->known[branch->dst] && before->kind == CODE_ALU && before->is_imm && before->imm == 32 && (before->op == OP_LSHR || before->op == OP_ASHR))
		return SHAPE_SHIFTED;
	if (k->lost->has_limit && branch->is_imm && (branch->imm > k->lost->limit + 1 || branch->imm < k->lost->limit - 1))
		return SHAPE_ELSEWHERE;
	return branch->width == 32 ? SHAPE_HALF : SHAPE_COPIED;
}

static bool look_at(const struct listed *at, void *user)
{
	struct look *k = user;
	uint16_t writes = code_writes(&at->code);

	if (!at->line || at->line->line != k->lost->pos.line || !lost_same_file(at->line->file, k->lost->pos.file))
		return true;
	if (k->seen++ < 8) {
		text_add(&k->text, k->text.n ? "; " : "");
		code_print(&at->code, &k->text);
	}
	for (unsigned r = 0; r < CODE_REGS; r++)
		if (writes >> r & 1) {
			k->computed[r] = at->code;
			k->known[r] = true;
		}
	if (at->code.kind == CODE_BRANCH) {
		enum shape now = shape_of(k, &at->code);

		if (!k->branches++ || now < k->shape)
			k->shape = now;
	}
	return true;
}

static void look(const struct image *m, const char *program, struct look *k)
{
	listing_walk(m, program, look_at, k);
	if (!k->seen && program)
		listing_walk(m, NULL, look_at, k);
	if (!k->branches)
		k->shape = k->lost->is_mask ? SHAPE_MASK : k->lost->is_computed ? SHAPE_ELSEWHERE : SHAPE_GONE;
}

/* ---- what the source says there ---- */

static bool names(const struct finding *f, const char *program)
{
	for (uint32_t i = 0; i < f->programs.n; i++)
		if (program && !strcmp(f->programs.at[i], program))
			return true;
	return false;
}

static bool is_at(const struct pos *a, const struct pos *b)
{
	return a->line == b->line && lost_same_file(a->file, b->file);
}

/* In the same line, or the same mistake: what the kernel says it of may be another line than the source's, as with what is not released. */
static bool is_same(const struct finding *s, const struct finding *f, const char *program)
{
	if (program && s->programs.n && !names(s, program))
		return false;
	return !strcmp(s->rule, f->rule) || is_at(&s->pos, &f->pos);
}

static bool source_says(const struct pair *p, const struct finding *f, const char *program, enum verdict v)
{
	for (uint32_t i = 0; i < p->of_source; i++) {
		const struct finding *s = &p->report->findings.at[i];

		if (s->verdict == v && is_same(s, f, program))
			return true;
	}
	return false;
}

/* What was not modelled of a program as a whole stands at its name: one that is written in assembly. */
static bool is_of_all(const struct pair *p, const struct unmodelled *u)
{
	for (uint32_t i = 0; i < p->source->funcs.n; i++)
		if (!strcmp(p->source->funcs.at[i].name, u->program))
			return !u->pos.line || is_at(&u->pos, &p->source->funcs.at[i].pos);
	return false;
}

/* Every path of the program was followed in the source, and nothing on this line was beyond the model. */
static bool is_proven(const struct pair *p, const struct finding *f)
{
	uint32_t known = 0;

	for (uint32_t i = 0; i < p->report->stats.n; i++)
		if (names(f, p->report->stats.at[i].program)) {
			if (!p->report->stats.at[i].complete)
				return false;
			known++;
		}
	for (uint32_t i = 0; i < p->report->unmodelled.n; i++) {
		const struct unmodelled *u = &p->report->unmodelled.at[i];

		if (names(f, u->program) && (is_of_all(p, u) || is_at(&u->pos, &f->pos)))
			return false;
	}
	return known > 0;
}

/* ---- telling it ---- */

static bool says(const struct finding *f, const char *words)
{
	return f->kernel && strstr(f->kernel, words);
}

/* Only what an optimiser can lose: a check, a constant, the way the context is read. */
static bool is_losable(const struct finding *f, enum lost_kind *kind, enum shape *shape)
{
	*shape = SHAPES;
	*kind = LOST_RANGE;
	if (!strcmp(f->rule, "context")) {
		*shape = says(f, "modified ctx ptr") || says(f, "variable ctx access") ? SHAPE_ACCESS : SHAPE_WIDE;
		return true;
	}
	if (!strcmp(f->rule, "null-deref") || says(f, "or_null") || says(f, "or null"))
		*kind = LOST_NULL;
	else if (says(f, "invalid access to packet"))
		*kind = LOST_PACKET;
	return !strcmp(f->rule, "bounds") || !strcmp(f->rule, "argument-memory") || !strcmp(f->rule, "pointer-math") ||
	       !strcmp(f->rule, "null-deref") || !strcmp(f->rule, "return-range") || !strcmp(f->rule, "argument-type");
}

/* Instructions without a line record stand in "OBJECT(function)". */
static const struct func *function_of(const struct pair *p, const struct pos *at)
{
	size_t n = strlen(p->object->path);
	const char *name = at->file && !strncmp(at->file, p->object->path, n) && at->file[n] == '(' ? at->file + n + 1 : NULL;

	for (uint32_t i = 0; name && i < p->source->funcs.n; i++) {
		const struct func *f = &p->source->funcs.at[i];

		if (strlen(f->name) + 1 == strlen(name) && !strncmp(f->name, name, strlen(f->name)))
			return f;
	}
	return NULL;
}

/* What is written in assembly has no places, but one where it begins. */
static struct pos in_function(const struct pair *p, const struct pos *at)
{
	for (uint32_t i = 0; at->line && i < p->source->funcs.n; i++)
		if (is_at(&p->source->funcs.at[i].pos, at))
			return p->source->funcs.at[i].pos;
	return *at;
}

/* As the source's model has it: the place that begins there, else the last before it in the line, else the first. */
static struct pos in_source(const struct pair *p, const struct pos *at)
{
	const struct func *f = function_of(p, at);
	const struct pos *best = NULL;

	if (f)
		return f->pos;
	for (uint32_t i = 0; at->line && i < p->source->places.n; i++) {
		const struct pos *s = &p->source->places.at[i];

		if (s->line != at->line || !lost_same_file(s->file, at->file))
			continue;
		if (s->col == at->col)
			return *s;
		if (!best || (best->col > at->col ? s->col < best->col : s->col <= at->col && s->col > best->col))
			best = s;
	}
	return best ? *best : in_function(p, at);
}

static const char *with_name(struct arena *a, const char *pattern, const char *name)
{
	const char *s = "", *at;

	for (; (at = strstr(pattern, "%s")); pattern = at + 2)
		s = arena_printf(a, "%s%.*s%s", s, (int)(at - pattern), pattern, name);
	return arena_printf(a, "%s%s", s, pattern);
}

static void tell(struct pair *p, const struct finding *f, const struct lost *lost, enum shape shape)
{
	struct look k = {.lost = lost, .shape = shape};
	const char *program = f->programs.n ? f->programs.at[0] : NULL, *name = lost->name ? lost->name : "the value", *message;
	struct arena *a = p->report->arena;
	struct pos use = in_source(p, &f->pos), at = lost->name ? lost->pos : use;
	struct finding *told;

	look(p->object, program, &k);
	if (shape != SHAPES)
		k.shape = shape;
	message = lost->name ? arena_printf(a, "the compiler undid this check of '%s'", name)
			     : "the compiler joined accesses to the context that are apart in the source, and the kernel refuses what it made of them";
	told = report_add(p->report, RULE, VERDICT_REJECT, &at, program, message);
	for (uint32_t i = 1; i < f->programs.n; i++)
		report_program(p->report, told, f->programs.at[i]);
	report_note(p->report, told, &use, arena_printf(a, "%s%s", lost->name ? "this is what it was for; in the object: " : "in the object: ", f->message));
	report_note(p->report, told, &at, with_name(a, shapes[k.shape].became, name));
	if (k.text.n)
		report_note(p->report, told, &at, arena_printf(a, "the instructions of this line: %s%s", k.text.s, k.seen > 8 ? "; ..." : ""));
	report_note(p->report, told, &at, with_name(a, shapes[k.shape].instead, name));
	report_kernel(p->report, told, f->kernel);
	mend_offer(p->report, told, p->source, lost, shapes[k.shape].mend, &use);
	text_free(&k.text);
}

/* A finding about a map stands at the map that it names. */
static struct pos place_of(const struct pair *p, const struct finding *f)
{
	for (uint32_t i = 0; !f->pos.line && i < p->source->maps.n; i++)
		if (strstr(f->message, arena_printf(p->report->arena, "'%s'", p->source->maps.at[i].name)))
			return p->source->maps.at[i].pos;
	return in_source(p, &f->pos);
}

/* Programs for which it is no more than a may stay out of what is certain. */
static void drop_weaker(struct pair *p, const struct finding *f, const struct pos *at)
{
	for (uint32_t i = p->of_source; i-- > 0;) {
		const struct finding *s = &p->report->findings.at[i];

		if (s->verdict > f->verdict && !strcmp(s->rule, f->rule) && s->pos.line == at->line && s->pos.col == at->col &&
		    lost_same_file(s->pos.file, at->file)) {
			report_drop(p->report, i);
			p->of_source--;
		}
	}
}

static void copy(struct pair *p, const struct finding *f)
{
	struct pos at = place_of(p, f);
	struct finding *told;

	drop_weaker(p, f, &at);
	told = report_add(p->report, f->rule, f->verdict, &at, NULL, f->message);
	for (uint32_t i = 0; i < f->programs.n; i++)
		report_program(p->report, told, f->programs.at[i]);
	for (uint32_t i = 0; i < f->notes.n; i++) {
		at = in_source(p, &f->notes.at[i].pos);
		report_note(p->report, told, &at, f->notes.at[i].text);
	}
	at = told->pos;
	report_note(p->report, told, &at, "found in the compiled object");
	report_kernel(p->report, told, f->kernel);
}

/* Takes out the programs of which the source says it already; false: nothing is left to tell. */
static bool leave_rest(const struct pair *p, struct finding *f, enum verdict v)
{
	uint32_t n = 0;

	if (!f->programs.n)
		return !source_says(p, f, NULL, v);
	for (uint32_t i = 0; i < f->programs.n; i++)
		if (!source_says(p, f, f->programs.at[i], v))
			f->programs.at[n++] = f->programs.at[i];
	f->programs.n = n;
	return n > 0;
}

/* What only may be wrong in the source, or is a hazard there, is no proof. */
static bool has_proof(const struct pair *p, const struct finding *f)
{
	for (uint32_t i = 0; i < f->programs.n; i++)
		if (source_says(p, f, f->programs.at[i], VERDICT_MAY) || source_says(p, f, f->programs.at[i], VERDICT_HAZARD))
			return false;
	return is_proven(p, f);
}

/* The check that got lost, or the accesses that were joined, are in sight. */
static bool is_undone(const struct pair *p, const struct finding *f, struct lost *lost, enum shape *shape)
{
	enum lost_kind kind;

	if (f->verdict != VERDICT_REJECT || !is_losable(f, &kind, shape) || !has_proof(p, f))
		return false;
	if (*shape != SHAPES)
		return true;
	if (!lost_find(p->source, f->pos.file, f->pos.line, kind, lost))
		return false;
	if (kind == LOST_NULL && !strcmp(f->rule, "pointer-math"))
		*shape = SHAPE_EARLY;
	return true;
}

static bool is_off(const struct check_options *options, const char *rule)
{
	return options->levels && options->levels[rule_find(rule)] == LEVEL_OFF;
}

/* What is only a hazard the source tells better. */
static void judge(struct pair *p, struct finding *f, const struct check_options *options)
{
	struct lost lost = {.pos = f->pos};
	enum shape shape;

	if (f->verdict == VERDICT_HAZARD || !leave_rest(p, f, VERDICT_REJECT) || (f->verdict == VERDICT_MAY && !leave_rest(p, f, VERDICT_MAY)))
		return;
	if (is_undone(p, f, &lost, &shape)) {
		if (!is_off(options, RULE))
			tell(p, f, &lost, shape);
	} else if (!is_off(options, f->rule)) {
		copy(p, f);
	}
}

/* What a rule that is off finds in the object may be what the compiler undid. */
static const uint8_t *all_on(const uint8_t *levels, struct arena *a)
{
	uint8_t *all = levels ? arena_copy(a, levels, rule_count()) : NULL;

	for (size_t i = 0; all && i < rule_count(); i++)
		if (all[i] == LEVEL_OFF)
			all[i] = LEVEL_DEFAULT;
	return all;
}

/* ---- what the source alone shows ---- */

/* All of the program was followed in the object, and nothing there was beyond the model. */
static bool is_settled(const struct report *found, const char *program)
{
	bool complete = false;

	for (uint32_t i = 0; i < found->stats.n; i++)
		if (!strcmp(found->stats.at[i].program, program)) {
			if (!found->stats.at[i].complete)
				return false;
			complete = true;
		}
	for (uint32_t i = 0; i < found->unmodelled.n; i++)
		if (!found->unmodelled.at[i].program || !strcmp(found->unmodelled.at[i].program, program))
			return false;
	return complete;
}

/* What hangs on the types of kernel objects, or on the whole file: of these an object tells less than its source. */
static bool is_of_types(const struct finding *s)
{
	static const char *const rules[] = {"argument-type", "global-argument", "graph",	 "kernel-btf", "kernel-object", "kfunc-argument", "map-definition", "map-type",
					    "plain-data",    "section",		"special-field", "struct-ops",	   "kernel-version"};

	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (!strcmp(rules[i], s->rule))
			return true;
	return says(s, "access beyond ") || says(s, "Cannot access kernel ");
}

/* The kernel sees the object: what does not show there, though all of it was followed, the compiler has taken out. */
static bool is_taken_out(const struct report *found, const struct finding *s, const char *program)
{
	if (is_of_types(s) || !is_settled(found, program))
		return false;
	for (uint32_t i = 0; i < found->findings.n; i++) {
		const struct finding *f = &found->findings.at[i];

		if ((!f->programs.n || names(f, program)) && (f->verdict == VERDICT_REJECT || is_same(s, f, program)))
			return false;
	}
	return true;
}

static void weaken(struct report *r, struct finding *s, const struct report *found)
{
	for (uint32_t i = 0; i < s->programs.n; i++)
		if (!is_taken_out(found, s, s->programs.at[i]))
			return;
	if (!s->programs.n)
		return;
	s->verdict = VERDICT_MAY;
	report_note(r, s, &s->pos, "the compiled object does not show it: the compiler took it out");
}

static void compare(struct pair *p, struct unit *lowered, const struct check_options *options)
{
	struct report *found = report_new();
	struct check_options all = *options;

	all.levels = all_on(options->levels, found->arena);
	check_unit(lowered, &all, found);
	for (uint32_t i = 0; i < p->of_source; i++)
		if (p->report->findings.at[i].verdict == VERDICT_REJECT)
			weaken(p->report, &p->report->findings.at[i], found);
	for (uint32_t i = 0; i < found->findings.n; i++)
		judge(p, &found->findings.at[i], options);
	report_free(found);
}

const char *undone_compare(struct report *report, struct unit *source, const char *path, const char *name, const struct core_kernel *kernel,
			   const struct check_options *options)
{
	struct pair p = {.report = report, .of_source = report->findings.n, .source = source};
	struct arena *a = arena_new();
	const char *why = NULL;
	struct image *m = image_read(path, a, &why);
	struct unit *lowered = NULL;

	if (m)
		m->path = name;
	if (m && !m->btf)
		why = "it has no types; compile with -g";
	else if (m)
		lowered = lower_image(m, &(struct lower_options){.kernel = kernel}, &why);
	if (lowered) {
		p.object = m;
		compare(&p, lowered, options);
		model_unit_free(lowered);
	}
	why = why ? arena_printf(report->arena, "%s", why) : NULL;
	image_free(m);
	arena_free(a);
	return why;
}
