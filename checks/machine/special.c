// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * special: stack objects that belong to the kernel once it has made them: dynptrs and iterators. The program may only hand their
 * address on. One is a cell of its own; whatever else is written over it ends it, and pointers into its data end with it.
 *
 * Kernel: mark_stack_slots_dynptr(), unmark_stack_slots_dynptr(), destroy_if_dynptr_stack_slot(), mark_stack_slots_iter().
 */
#include "machine/machine.h"

static const struct memory *stack_of(const struct state *st, const struct value *p)
{
	return p->kind == VAL_STACK && p->frame < st->nframes && p->off >= 0 ? st->frames[p->frame].locals[p->object] : NULL;
}

static bool is_special(const struct cell *c)
{
	return c->kind == CELL_DYNPTR || c->kind == CELL_ITER || c->kind == CELL_IRQ_FLAG;
}

bool special_holds(const struct memory *mem)
{
	for (uint32_t i = 0; mem && i < mem->cells.n; i++)
		if (is_special(&mem->cells.at[i]))
			return true;
	return false;
}

bool special_doubtful(const struct state *st, const struct value *p)
{
	const struct memory *mem = stack_of(st, p);

	for (uint32_t i = 0; mem && i < mem->cells.n; i++)
		if (mem->cells.at[i].taint || mem->cells.at[i].v->taint || mem->cells.at[i].v->kind == VAL_UNKNOWN)
			return true;
	return p->kind != VAL_STACK || p->taint || p->frame >= st->nframes;
}

const struct cell *special_at(const struct state *st, const struct value *p, enum cell_kind k)
{
	const struct memory *mem = stack_of(st, p);

	for (uint32_t i = 0; mem && scalar_is_const(p->s) && i < mem->cells.n; i++)
		if (mem->cells.at[i].kind == k && mem->cells.at[i].off == (uint64_t)p->off)
			return &mem->cells.at[i];
	return NULL;
}

const struct cell *special_in(const struct state *st, const struct value *p, uint32_t size)
{
	const struct memory *mem = stack_of(st, p);
	uint64_t off = (uint64_t)p->off;

	if (mem && !scalar_is_const(p->s) && p->s.smin <= p->s.smax && p->s.smax < UINT16_MAX && p->s.smin + p->off >= 0) {
		off = (uint64_t)(p->s.smin + p->off);
		size += (uint32_t)(p->s.smax - p->s.smin);
	} else if (mem && !scalar_is_const(p->s)) { /* anywhere in the object */
		off = 0;
		size = UINT32_MAX;
	}
	for (uint32_t i = 0; mem && i < mem->cells.n; i++)
		if (is_special(&mem->cells.at[i]) && mem->cells.at[i].off < off + size && mem->cells.at[i].off + mem->cells.at[i].size > off)
			return &mem->cells.at[i];
	return NULL;
}

void special_make(struct machine *m, struct state *st, const struct value *p, enum cell_kind k, uint32_t size, uint32_t kind, uint32_t ref)
{
	struct value v = value_scalar(scalar_const(0));
	struct memory *mem;

	if (p->kind != VAL_STACK || p->frame >= st->nframes || !scalar_is_const(p->s) || p->off < 0)
		return;
	special_overwritten(m, st, p, size, NULL);
	mem = memory_own(&st->frames[p->frame].locals[p->object]);
	v.object = kind;
	v.ref = ref;
	v.instance = ++m->next_instance;
	memory_write(mem, (uint32_t)p->off, size, &v);
	for (uint32_t i = 0; i < mem->cells.n; i++)
		if (mem->cells.at[i].off == (uint64_t)p->off)
			mem->cells.at[i].kind = k;
}

static bool kill_slice(struct value *v, void *data)
{
	const uint32_t *instance = data;

	if (v->kind != VAL_MEM || !(v->flags & VAL_SLICE) || v->object != *instance)
		return false;
	*v = value_scalar(scalar_unknown());
	return true;
}

static void end_cell(struct state *st, const struct cell *c)
{
	uint32_t instance = c->v->instance;

	state_each_value(st, kill_slice, &instance);
}

void special_end(struct machine *m, struct state *st, const struct value *p, enum cell_kind k)
{
	const struct cell *c = special_at(st, p, k);
	uint32_t ref, size;

	if (!c)
		return;
	ref = c->v->ref;
	size = c->size;
	end_cell(st, c);
	memory_fill(memory_own(&st->frames[p->frame].locals[p->object]), (uint32_t)p->off, size, CELL_MISC, 0);
	if (!ref)
		return;
	for (uint32_t f = 0; f < st->nframes; f++) /* clones share the reference and end too */
		for (uint32_t n = 0; n < st->frames[f].func->locals.n; n++) {
			struct memory **mem = &st->frames[f].locals[n];

			for (uint32_t i = 0; *mem && i < (*mem)->cells.n; i++)
				if (is_special(&(*mem)->cells.at[i]) && (*mem)->cells.at[i].v->ref == ref) {
					uint32_t off = (*mem)->cells.at[i].off, length = (*mem)->cells.at[i].size;

					end_cell(st, &(*mem)->cells.at[i]);
					memory_fill(memory_own(mem), off, length, CELL_MISC, 0);
				}
		}
	state_release(st, ref);
	(void)m;
}

void special_overwritten(struct machine *m, struct state *st, const struct value *p, uint32_t size, const struct instr *i)
{
	const struct cell *c;

	if (p->kind != VAL_STACK)
		return;
	while ((c = special_in(st, p, size))) {
		uint32_t off = c->off, length = c->size;

		end_cell(st, c);
		memory_fill(memory_own(&st->frames[p->frame].locals[p->object]), off, length, CELL_MISC, 0);
	}
	(void)m;
	(void)i;
}
