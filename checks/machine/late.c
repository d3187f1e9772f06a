// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * late: reads of the packet that come before the comparison with its end. An optimiser moves a plain read down to where
 * its value is needed, unless something on the way may write memory; then the kernel meets it behind a comparison that stands below it in the
 * source. Such a read is kept back. It is due when its value is needed, or when something pins it to its place; when a comparison proves
 * it first, or nobody needs the value, there was nothing wrong with it. Where the packet was found too short, further comparisons with its
 * end are decided, and when all ways lead out an optimiser reads nothing: there, a branch on the value is no need yet.
 */
#include "machine/step.h"

static bool proven(struct machine *m, struct state *st, const struct late *l)
{
	struct value p = machine_narrow(m, st, &l->ptr);

	return p.off >= 0 && p.s.smin >= 0 && (uint64_t)p.off + l->instr->width / 8 <= p.range;
}

static bool clear(struct value *v, void *data)
{
	bool late = v->taint & TAINT_LATE;

	v->taint &= (uint8_t)~TAINT_LATE;
	return late;
}

static void forget(struct state *st)
{
	st->nlate = 0;
	st->late_decided = false;
	state_each_value(st, clear, NULL);
}

bool late_keep(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	struct late l = {.func = state_top(st)->func, .instr = i, .ptr = *p};

	if (m->unit->final || (p->kind != VAL_PACKET && p->kind != VAL_PACKET_META) || (i->flags & INSTR_VOLATILE) || st->nlate == MAX_LATE || proven(m, st, &l))
		return false;
	st->late[st->nlate++] = l;
	return true;
}

static bool is_late(struct value *v, void *data)
{
	*(bool *)data |= v->taint & TAINT_LATE;
	return false;
}

bool late_wanted(struct machine *m, const struct state *st, const struct instr *i)
{
	const struct frame *fr = &st->frames[st->nframes - 1];
	const struct instr *first = &fr->func->instrs.at[fr->func->blocks.at[fr->block].first];
	bool wanted = st->late_decided;

	state_each_value((struct state *)st, is_late, &wanted);
	for (; !wanted && first < i; first++)
		wanted = first->dst != NO_TEMP && fr->func->uses[first->dst] && !(first->flags & INSTR_DEAD) && (machine_scratch(m, first->dst)->taint & TAINT_LATE);
	return wanted;
}

bool late_due(struct machine *m, struct state *st)
{
	bool fault = false;

	for (uint32_t k = 0; k < st->nlate && !fault; k++) {
		struct late *l = &st->late[k];
		struct value p = machine_narrow(m, st, &l->ptr);
		struct event e = {.kind = EVENT_ACCESS, .m = m, .st = st, .func = l->func, .instr = l->instr, .ptr = &p, .operand = l->instr->a,
				  .size = l->instr->width / 8, .late = true, .op = OP_LOAD, .type = l->instr->type};

		fault = m->emit(m->emit_data, &e);
	}
	forget(st);
	return fault;
}

bool late_past_end(const struct state *st)
{
	for (uint32_t k = 0; k < st->nlate; k++)
		if (!st->late[k].ptr.mem_size)
			return false;
	return true;
}

void late_settle(struct machine *m, struct state *st)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < st->nlate; k++)
		if (!proven(m, st, &st->late[k]))
			st->late[n++] = st->late[k];
	if (!n && st->nlate)
		forget(st);
	st->nlate = n;
}

void late_forget(struct state *st)
{
	if (st->nlate)
		forget(st);
}

/* A write that stays a write: not to a local that an optimiser keeps in a register. */
static bool writes_memory(struct machine *m, struct state *st, const struct instr *i)
{
	struct value to = operand_at(m, st, i->a, 64);

	if ((i->flags & INSTR_VOLATILE) || to.kind != VAL_STACK || to.frame >= st->nframes)
		return true;
	return st->frames[to.frame].func->escapes[to.object] && !late_past_end(st); /* nobody sees it on a way out */
}

bool late_pinned(struct machine *m, struct state *st, const struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_STORE:
	case SHAPE_COPY:
	case SHAPE_FILL: return writes_memory(m, st, i);
	case SHAPE_LOAD: return (i->flags & INSTR_VOLATILE) || (operand_at(m, st, i->a, 64).taint & TAINT_LATE);
	case SHAPE_CALL: return i->more->callee != CALLEE_FUNC || (m->unit->funcs.at[i->more->callee_index].flags & FUNC_NOINLINE);
	case SHAPE_ATOMIC:
	case SHAPE_OPAQUE: return true;
	default: return false;
	}
}
