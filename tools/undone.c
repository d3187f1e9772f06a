// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * undone: see undone.h. What became of a check shows in the instructions that line records give to its line: none, a comparison of something
 * computed from the value, of half a register, of a copy.
 */
#include "undone.h"

#include "findings.h"
#include "lost.h"
#include "object/listing.h"

#include <stdio.h>
#include <stdlib.h>

#define RULE "compiler-undid"

struct pair {
	struct report *out;
	struct unit *source;
	struct image *object;
	const char *folder;
	struct report *of_source, *of_object;
};

/* ---- what became of a check ---- */

enum shape { SHAPE_GONE, SHAPE_DISTANCE, SHAPE_MERGED, SHAPE_SHIFTED, SHAPE_ELSEWHERE, SHAPE_HALF, SHAPE_COPIED, SHAPE_MASK, SHAPE_ACCESS, SHAPE_WIDE, SHAPE_EARLY, SHAPES };

/* %s: what is checked */
static const struct {
	const char *became, *instead;
	bool hide_before; /* hiding the value right before the check keeps it */
} shapes[SHAPES] = {
	[SHAPE_GONE] = {"nothing is left of the check at this place",
			"keep the optimiser from knowing '%s' between check and use: asm volatile(\"\" : \"+r\"(%s)) before the check", true},
	[SHAPE_DISTANCE] = {"two comparisons became one, of '%s' less a constant, in a register of its own; the one that is used keeps no bound",
			    "check one side, hide the value with asm volatile(\"\" : \"+r\"(%s)), then check the other; or make '%s' unsigned and 64 bits wide", false},
	[SHAPE_MERGED] = {"the check of '%s' became one with that of another value, and bounds neither",
			  "put asm volatile(\"\" : \"+r\"(%s)) between the two checks", false},
	[SHAPE_SHIFTED] = {"a copy of '%s' is cut to 32 bits by shifts and compared; for the use another copy is cut, which keeps no bound",
			   "make '%s' 64 bits wide and unsigned before it is checked, or compile with -mcpu=v3", false},
	[SHAPE_ELSEWHERE] = {"not '%s' is compared, but what it is computed from, with another constant; the result keeps no bound",
			     "hide the result before the check: asm volatile(\"\" : \"+r\"(%s))", true},
	[SHAPE_HALF] = {"the lower half of a register is compared, and the whole of one is used",
			"make '%s' 64 bits wide and unsigned before it is checked", false},
	[SHAPE_COPIED] = {"another register is compared than the one that is used",
			  "hide the value before the check, so that one register holds it: asm volatile(\"\" : \"+r\"(%s))", true},
	[SHAPE_MASK] = {"nothing is left of the mask: other code made it look unnecessary",
			"hide the value before the mask: asm volatile(\"\" : \"+r\"(%s))", true},
	[SHAPE_ACCESS] = {"accesses to several members of the context became one, through a pointer that is computed",
			  "put asm volatile(\"\" ::: \"memory\") behind each access but the last, or make the accesses one after the other and choose then", false},
	[SHAPE_WIDE] = {"accesses to neighbouring members of the context became one of more bytes",
			"put asm volatile(\"\" ::: \"memory\") between the accesses", false},
	[SHAPE_EARLY] = {"the arithmetic was moved in front of the check, where the pointer may still be null",
			 "put asm volatile(\"\" : \"+r\"(%s)) behind the check", false},
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

static bool is_near(const struct finding *a, const struct finding *b)
{
	uint32_t apart = a->pos.line > b->pos.line ? a->pos.line - b->pos.line : b->pos.line - a->pos.line;

	return lost_same_file(a->pos.file, b->pos.file) && (apart == 0 || (apart <= 2 && !strcmp(a->rule, b->rule)));
}

static bool share_program(const struct finding *a, const struct finding *b)
{
	if (!a->programs.n || !b->programs.n)
		return true;
	for (uint32_t i = 0; i < a->programs.n; i++)
		for (uint32_t k = 0; k < b->programs.n; k++)
			if (!strcmp(a->programs.at[i], b->programs.at[k]))
				return true;
	return false;
}

/* Whatever its verdict: what only may be wrong in the source is no proof either. */
static const struct finding *twin(const struct pair *p, const struct finding *f)
{
	for (uint32_t i = 0; i < p->of_source->findings.n; i++) {
		const struct finding *s = &p->of_source->findings.at[i];

		if (share_program(s, f) && is_near(s, f))
			return s;
	}
	return NULL;
}

static bool named(const struct finding *f, const char *program)
{
	for (uint32_t i = 0; i < f->programs.n; i++)
		if (program && !strcmp(f->programs.at[i], program))
			return true;
	return false;
}

/* Every path of the program was followed in the source, and nothing on this line was beyond the model. */
static bool is_proven(const struct pair *p, const struct finding *f)
{
	uint32_t known = 0;

	for (uint32_t i = 0; i < p->of_source->stats.n; i++)
		if (named(f, p->of_source->stats.at[i].program)) {
			if (!p->of_source->stats.at[i].complete)
				return false;
			known++;
		}
	for (uint32_t i = 0; i < p->of_source->unmodelled.n; i++) {
		const struct unmodelled *u = &p->of_source->unmodelled.at[i];

		if (named(f, u->program) && (!u->pos.line || (u->pos.line == f->pos.line && lost_same_file(u->pos.file, f->pos.file))))
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

/* The file as the source's model spells it, seen from here. */
static const char *from_here(const struct pair *p, const char *file)
{
	for (uint32_t i = 0; i < p->source->places.n; i++)
		if (lost_same_file(p->source->places.at[i].file, file)) {
			file = p->source->places.at[i].file;
			break;
		}
	return findings_path(file, p->folder, p->out->arena);
}

static const char *with_name(struct arena *a, const char *pattern, const char *name)
{
	const char *s = "", *at;

	for (; (at = strstr(pattern, "%s")); pattern = at + 2)
		s = arena_printf(a, "%s%.*s%s", s, (int)(at - pattern), pattern, name);
	return arena_printf(a, "%s%s", s, pattern);
}

/* The line of the source, when it begins with "if"; how far it is indented. */
static bool is_statement(const char *file, uint32_t line, char *indent, size_t room)
{
	FILE *f = file ? fopen(file, "r") : NULL;
	char *text = NULL;
	size_t cap = 0, n = 0;
	bool is_if = false;

	for (uint32_t i = 1; f && getline(&text, &cap, f) >= 0; i++)
		if (i == line) {
			n = strspn(text, " \t");
			is_if = n < room && !strncmp(text + n, "if", 2) && strchr(" (", text[n + 2]);
			if (is_if)
				memcpy(indent, text, n);
			break;
		}
	indent[is_if ? n : 0] = '\0';
	free(text);
	if (f)
		fclose(f);
	return is_if;
}

/* A variable: what asm can take as an operand. */
static bool is_variable(const char *name)
{
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")] == '\0';
}

static void offer(struct pair *p, struct finding *f, const struct lost *lost, enum shape shape)
{
	struct pos at = {.file = f->pos.file, .line = f->pos.line, .col = 1};
	char indent[64];
	struct fix *x;

	if (!shapes[shape].hide_before || !is_variable(lost->name) || !is_statement(f->pos.file, f->pos.line, indent, sizeof(indent)))
		return;
	x = report_fix(p->out, f, &f->pos, arena_printf(p->out->arena, "hide '%s' from the optimiser before the check", lost->name));
	report_edit(p->out, x, &at, arena_printf(p->out->arena, "%sasm volatile(\"\" : \"+r\"(%s));\n", indent, lost->name));
}

static void tell(struct pair *p, const struct finding *f, const struct lost *lost, enum shape shape)
{
	struct look k = {.lost = lost, .shape = shape};
	const char *program = f->programs.n ? f->programs.at[0] : NULL, *name = lost->name ? lost->name : "the value", *message;
	struct arena *a = p->out->arena;
	struct pos use = f->pos, at = lost->pos;
	struct finding *told;

	look(p->object, program, &k);
	if (shape != SHAPES)
		k.shape = shape;
	use.file = from_here(p, use.file);
	at.file = from_here(p, at.file);
	message = lost->name ? arena_printf(a, "the compiler undid this check of '%s'", name)
		  : shape == SHAPE_ACCESS || shape == SHAPE_WIDE
			  ? "the compiler joined accesses to the context that are apart in the source, and the kernel refuses what it made of them"
			  : "the source is right here, and the compiler made of it what the kernel refuses";
	told = report_add(p->out, RULE, VERDICT_REJECT, &at, program, message);
	for (uint32_t i = 1; i < f->programs.n; i++)
		report_program(p->out, told, f->programs.at[i]);
	report_note(p->out, told, &use, arena_printf(a, "%s%s", lost->name ? "this is what it was for; in the object: " : "in the object: ", f->message));
	report_note(p->out, told, &at, with_name(a, shapes[k.shape].became, name));
	if (k.text.n)
		report_note(p->out, told, &at, arena_printf(a, "the instructions of this line: %s%s", k.text.s, k.seen > 8 ? "; ..." : ""));
	report_note(p->out, told, &at, with_name(a, shapes[k.shape].instead, name));
	report_kernel(p->out, told, f->kernel);
	offer(p, told, lost, k.shape);
	text_free(&k.text);
}

static void copy(struct pair *p, const struct finding *f)
{
	struct pos at = f->pos;
	struct finding *told;

	at.file = from_here(p, at.file);
	told = report_add(p->out, f->rule, f->verdict, &at, NULL, f->message);
	for (uint32_t i = 0; i < f->programs.n; i++)
		report_program(p->out, told, f->programs.at[i]);
	for (uint32_t i = 0; i < f->notes.n; i++) {
		at = f->notes.at[i].pos;
		at.file = from_here(p, at.file);
		report_note(p->out, told, &at, f->notes.at[i].text);
	}
	at = told->pos;
	report_note(p->out, told, &at, "found in the compiled object");
	report_kernel(p->out, told, f->kernel);
}

static void judge(struct pair *p, const struct finding *f, bool on)
{
	struct lost lost = {.pos = f->pos};
	enum lost_kind kind;
	enum shape shape;

	if (twin(p, f))
		return;
	if (f->verdict != VERDICT_REJECT || !is_losable(f, &kind, &shape) || !is_proven(p, f)) {
		copy(p, f);
		return;
	}
	if (!on)
		return;
	if (shape == SHAPES && !lost_find(p->source, f->pos.file, f->pos.line, kind, &lost))
		shape = SHAPE_COPIED;
	if (shape == SHAPES && kind == LOST_NULL && !strcmp(f->rule, "pointer-math"))
		shape = SHAPE_EARLY;
	tell(p, f, &lost, shape);
}

void undone_compare(struct report *out, struct unit *source, struct image *object, struct unit *lowered, const char *folder,
		    const struct check_options *options)
{
	struct pair p = {.out = out, .source = source, .object = object, .folder = folder, .of_source = report_new(), .of_object = report_new()};
	struct check_options all = *options;
	int rule = rule_find(RULE);

	all.pedantic = true;
	check_unit(source, &all, p.of_source);
	check_unit(lowered, options, p.of_object);
	for (uint32_t i = 0; i < p.of_object->findings.n; i++)
		judge(&p, &p.of_object->findings.at[i], !options->levels || options->levels[rule] != LEVEL_OFF);
	report_free(p.of_source);
	report_free(p.of_object);
}
