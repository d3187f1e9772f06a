// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * stack: how much of the stack a function may take, with all that an optimiser may inline into it. Wherever a local comes to lie, no
 * more than that is between its start and the frame's end. Locals that stay in memory count: what registers can hold goes into
 * registers, and spilled registers lie below all locals.
 *
 * LLVM: SROA, the inliner, StackColoring (which only shares room), PEI's order of objects.
 */
#include "model/usage.h"

#include <stdlib.h>

#define STACK_ALIGN 8

/* What is done to a local, over all instructions that stay. */
struct deed {
	bool any, kept;  /* `kept`: in a way that keeps it in memory */
	uint32_t align;  /* that the code generator may give it */
};

static bool fits_register(const struct type *t)
{
	return (t->kind == TYPE_INT || t->kind == TYPE_ENUM || t->kind == TYPE_PTR) && t->size <= 8;
}

static uint32_t round_up(uint64_t size, uint32_t to)
{
	return size < STACK_SATURATED ? (uint32_t)((size + to - 1) / to * to) : STACK_SATURATED;
}

static void note(struct deed *d, const struct instr *i, uint32_t operand)
{
	enum op_shape shape = op_info[i->op].shape;
	bool plain = (shape == SHAPE_LOAD || shape == SHAPE_STORE) && operand == 0 && !(i->flags & INSTR_VOLATILE);

	if (usage_role(i, operand) == ROLE_NONE || usage_role(i, operand) == ROLE_CHAIN)
		return;
	d->any = true;
	d->kept |= !plain;
	if (plain ? i->width / 8 > d->align : shape != SHAPE_CALL || i->more->callee == CALLEE_FUNC || i->more->callee == CALLEE_INDIRECT)
		d->align = STACK_ALIGN; /* copies and fills may be made of wider stores */
}

/* Values of record type are handed over in memory that has no name here. */
static bool by_value(const struct unit *u, const struct instr *call)
{
	const struct type *t = model_type(u, call->more->func_type);

	if (call->more->func_type && model_type_is_record(u, t->elem))
		return true;
	for (uint32_t k = 0; call->more->func_type && k < t->fields.n; k++)
		if (model_type_is_record(u, t->fields.at[k].type))
			return true;
	return false;
}

static void add(struct func *f, uint32_t packed, uint32_t align, uint32_t wide)
{
	f->stack.mixed |= f->stack.align && align && f->stack.align != align;
	f->stack.align = f->stack.align > align ? f->stack.align : align;
	f->stack.packed += packed;
	f->stack.wide += wide;
	if (f->stack.packed > STACK_SATURATED || f->stack.wide > STACK_SATURATED)
		f->stack.packed = f->stack.wide = STACK_SATURATED;
}

/* Callees come first; one whose uses are not known yet is this function itself, by a detour. */
static void add_calls(const struct unit *u, struct func *f)
{
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];
		const struct func *to;

		if (i->op != OP_CALL)
			continue;
		if (i->more->callee == CALLEE_INDIRECT || by_value(u, i))
			add(f, STACK_SATURATED, STACK_ALIGN, STACK_SATURATED);
		if (i->more->callee != CALLEE_FUNC)
			continue;
		to = &u->funcs.at[i->more->callee_index];
		if (to == f || !to->uses)
			add(f, STACK_SATURATED, STACK_ALIGN, STACK_SATURATED);
		else
			add(f, to->stack.packed, to->stack.align, to->stack.wide);
		f->stack.mixed |= to->stack.mixed;
	}
}

void usage_stack(const struct unit *u, struct func *f, const struct place *places)
{
	struct deed *deeds = usage_table(f->locals.n, sizeof(*deeds));
	const struct operand *o;

	memset(&f->stack, 0, sizeof f->stack);
	for (uint32_t l = 0; l < f->locals.n; l++)
		deeds[l].align = f->locals.at[l].align;
	for (uint32_t n = 0; n < f->instrs.n; n++)
		for (uint32_t k = 0; !(f->instrs.at[n].flags & INSTR_DEAD) && (o = model_operand(&f->instrs.at[n], k)); k++) {
			struct place p = usage_place(places, *o);

			if (p.local != NO_LOCAL)
				note(&deeds[p.local], &f->instrs.at[n], k);
		}
	for (uint32_t l = 0; l < f->locals.n; l++) {
		const struct local *local = &f->locals.at[l];
		uint32_t align = deeds[l].align ? deeds[l].align : 1;

		if (!deeds[l].any || (!deeds[l].kept && !f->escapes[l] && fits_register(model_type(u, local->type))))
			continue;
		add(f, round_up(local->size, align), align, round_up(local->size, align > STACK_ALIGN ? align : STACK_ALIGN));
	}
	add_calls(u, f);
	free(deeds);
}

uint32_t model_stack(const struct func *f)
{
	return f->stack.mixed || f->stack.align > STACK_ALIGN ? f->stack.wide : f->stack.packed;
}
