// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * dead: what an optimiser removes, so that the kernel never sees it and nothing may be held against it. Two things
 * are removed: an instruction without effect whose result nobody uses, and a store into a local that nobody reads
 * and whose address goes nowhere, or into a member that nobody reads (members.c). Each removal takes uses, reads and escapes away from others, which may become
 * removable in turn; counting them down finds the fixed point in linear time, but for circles: `sum += x` in a loop reads what it writes, and
 * where nobody else reads it, all of it goes. Those are what cannot be reached from anything that stays. Calls, atomics and volatile accesses
 * always stay, but what a call of a static function hands to a parameter that the function does not use is no use, nor is a result that no
 * caller wants. In a final unit everything stays: the optimiser has been there.
 */
#include "model/usage.h"

#include <stdlib.h>

struct local_use {
	uint32_t escapes, reads;
	uint32_t last_write; /* instruction, or NO_INSTR; the earlier ones are linked from it */
	bool in_memory;      /* some access is at an offset that is not constant: it becomes no register */
	bool wanted;         /* something that stays reads it */
};

struct sweep {
	const struct unit *u;
	struct func *f;
	const struct place *places;
	const struct members *members;
	bool ignored;
	struct local_use *locals;
	uint32_t *earlier_write; /* per instruction: the write before it into the same local */
	VEC(uint32_t) dying;     /* marked dead, their operands not yet released */
	uint8_t *stays;          /* per instruction */
	VEC(uint32_t) staying;   /* of these, their operands not yet looked at */
};

static bool writes_memory(const struct instr *i)
{
	return usage_role(i, 0) == ROLE_WRITE;
}

static bool kept(const struct instr *i)
{
	return (i->flags & INSTR_VOLATILE) || ((op_info[i->op].flags & OP_EFFECT) && !writes_memory(i));
}

static bool needless(const struct sweep *s, const struct instr *i)
{
	struct place p;

	if (kept(i))
		return false;
	if (!writes_memory(i))
		return i->dst != NO_TEMP && !s->f->uses[i->dst];
	p = usage_place(s->places, i->a);
	return (p.local != NO_LOCAL && !s->locals[p.local].escapes && !s->locals[p.local].reads) || usage_unread(s->members, s->f, i);
}

static void consider(struct sweep *s, uint32_t at)
{
	struct instr *i = &s->f->instrs.at[at];

	if ((i->flags & INSTR_DEAD) || !needless(s, i))
		return;
	i->flags |= INSTR_DEAD;
	vec_push(&s->dying, at);
}

#define FIRST_ARGUMENT 4 /* of model_operand() */

/* An argument that the callee has no use for. */
static bool ignored(const struct sweep *s, const struct instr *i, uint32_t k)
{
	const struct func *to = i->op == OP_CALL && i->more->callee == CALLEE_FUNC && k >= FIRST_ARGUMENT ? &s->u->funcs.at[i->more->callee_index] : NULL;

	return to && to->uses && to->linkage == LINK_STATIC && to->blocks.n && k - FIRST_ARGUMENT < to->params.n && !to->uses[to->params.at[k - FIRST_ARGUMENT]];
}

static bool counts(const struct sweep *s, const struct instr *i, uint32_t k)
{
	return s->u->final || !(ignored(s, i, k) || (s->ignored && i->op == OP_RET));
}

/* Counts operand k of instruction i in or, with by = -1, out. True when nothing is left of what it counts. */
static bool count_local(struct sweep *s, const struct instr *i, uint32_t k, uint32_t local, int by)
{
	struct local_use *l = &s->locals[local];

	switch (usage_role(i, k)) {
	case ROLE_VALUE:
		l->escapes += by;
		break;
	case ROLE_READ:
	case ROLE_UPDATE:
		l->reads += by;
		break;
	default:
		return false;
	}
	return !l->escapes && !l->reads;
}

static void count_in(struct sweep *s, uint32_t at)
{
	const struct instr *i = &s->f->instrs.at[at];
	const struct operand *o;

	for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
		struct place p = usage_place(s->places, *o);

		if (!counts(s, i, k))
			continue;
		if (o->kind == OPND_TEMP)
			s->f->uses[o->index]++;
		if (p.local == NO_LOCAL)
			continue;
		count_local(s, i, k, p.local, 1);
		if (k == 0 && writes_memory(i)) {
			s->earlier_write[at] = s->locals[p.local].last_write;
			s->locals[p.local].last_write = at;
		}
	}
}

static void release(struct sweep *s, uint32_t at)
{
	const struct instr *i = &s->f->instrs.at[at];
	const struct operand *o;

	for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
		struct place p = usage_place(s->places, *o);

		if (o->kind == OPND_TEMP && !--s->f->uses[o->index] && s->f->temps.at[o->index].def != NO_INSTR)
			consider(s, s->f->temps.at[o->index].def);
		if (p.local == NO_LOCAL || !count_local(s, i, k, p.local, -1))
			continue;
		for (uint32_t w = s->locals[p.local].last_write; w != NO_INSTR; w = s->earlier_write[w])
			consider(s, w);
	}
}

/* ---- circles ---- */

static void keep(struct sweep *s, uint32_t at)
{
	if (at == NO_INSTR || s->stays[at] || (s->f->instrs.at[at].flags & INSTR_DEAD))
		return;
	s->stays[at] = 1;
	vec_push(&s->staying, at);
}

static void keep_writes(struct sweep *s, struct local_use *l)
{
	if (!l->wanted)
		for (uint32_t w = l->last_write; w != NO_INSTR; w = s->earlier_write[w])
			keep(s, w);
	l->wanted = true;
}

/* What it works with stays, too. */
static void keep_operands(struct sweep *s, uint32_t at)
{
	const struct instr *i = &s->f->instrs.at[at];
	const struct operand *o;

	for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
		struct place p = usage_place(s->places, *o);
		enum role role = usage_role(i, k);

		if (!counts(s, i, k))
			continue;
		if (o->kind == OPND_TEMP)
			keep(s, s->f->temps.at[o->index].def);
		if (p.local != NO_LOCAL && (role == ROLE_READ || role == ROLE_UPDATE || role == ROLE_VALUE))
			keep_writes(s, &s->locals[p.local]);
	}
}

/* Needless when nobody wants what it makes. A variable is made in several places, of which its temporary knows one. */
static bool removable(const struct sweep *s, const struct instr *i)
{
	struct place p;

	if (kept(i) || !writes_memory(i))
		return !kept(i) && i->dst != NO_TEMP && !s->f->temps.at[i->dst].is_var;
	p = usage_place(s->places, i->a);
	return p.local != NO_LOCAL && !s->locals[p.local].escapes && !s->locals[p.local].in_memory;
}

static void note_offsets(struct sweep *s, const struct instr *i)
{
	const struct operand *o;

	for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
		struct place p = usage_place(s->places, *o);
		enum role role = usage_role(i, k);

		if (p.local != NO_LOCAL && !p.exact && role != ROLE_NONE && role != ROLE_CHAIN)
			s->locals[p.local].in_memory = true;
	}
}

static void break_circles(struct sweep *s)
{
	s->stays = usage_table(s->f->instrs.n, sizeof *s->stays);
	for (uint32_t i = 0; i < s->f->instrs.n; i++)
		note_offsets(s, &s->f->instrs.at[i]);
	for (uint32_t i = 0; i < s->f->instrs.n; i++)
		if (!removable(s, &s->f->instrs.at[i]))
			keep(s, i);
	while (s->staying.n)
		keep_operands(s, s->staying.at[--s->staying.n]);
	for (uint32_t i = 0; i < s->f->instrs.n; i++)
		if (!s->stays[i] && !(s->f->instrs.at[i].flags & INSTR_DEAD)) {
			s->f->instrs.at[i].flags |= INSTR_DEAD;
			vec_push(&s->dying, i);
		}
	vec_free(&s->staying);
	free(s->stays);
}

static void bury(struct sweep *s)
{
	while (s->dying.n)
		release(s, s->dying.at[--s->dying.n]);
}

void usage_dead(const struct unit *u, struct func *f, const struct place *places, const struct members *m, bool ignored)
{
	struct sweep s = {.u = u, .f = f, .places = places, .members = m, .ignored = ignored};

	s.locals = usage_table(f->locals.n, sizeof(*s.locals));
	s.earlier_write = usage_table(f->instrs.n, sizeof(*s.earlier_write));
	for (uint32_t l = 0; l < f->locals.n; l++)
		s.locals[l].last_write = NO_INSTR;
	for (uint32_t i = 0; i < f->instrs.n; i++) {
		f->instrs.at[i].flags &= ~INSTR_DEAD;
		count_in(&s, i);
	}
	for (uint32_t i = 0; !u->final && i < f->instrs.n; i++)
		consider(&s, i);
	bury(&s);
	if (!u->final)
		break_circles(&s);
	bury(&s);
	for (uint32_t l = 0; l < f->locals.n; l++)
		f->escapes[l] = s.locals[l].escapes > 0;
	vec_free(&s.dying);
	free(s.earlier_write);
	free(s.locals);
}
