// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * step: one instruction's effect on one state. Blocks' ends (branches, returns) are flow's; everything else is here or
 * in the file that its shape names.
 */
#include "machine/machine.h"
#include "machine/step.h"
#include "machine/trust.h"

/*
 * An argument of the attach target that the program takes for a pointer to a record: the kernel checked that it is one. An object
 * of an unnamed type takes the type that it is allocated as.
 */
static struct value typed_argument(struct machine *m, struct value v, type_id type)
{
	const struct type *t = model_type(m->unit, type);
	struct value was;

	if (v.kind == VAL_ALLOC && !v.type && t->kind == TYPE_PTR && model_type_is_record(m->unit, t->elem)) {
		v.type = t->elem;
		return v;
	}
	if (v.kind == VAL_BTF && (v.flags & VAL_RAW_ARG) && !v.off && t->kind == TYPE_PTR && model_type_is_record(m->unit, t->elem)) {
		v.type = t->elem;
		if (m->target && m->target->declared)
			v.btf = NULL;
		return v;
	}
	if (v.kind != VAL_UNKNOWN || !(v.flags & VAL_RAW_ARG) || t->kind != TYPE_PTR || !model_type_is_record(m->unit, t->elem))
		return v;
	was = v;
	v = machine_object(m, NULL, t->elem);
	v.flags = trust_argument(m) | (was.flags & VAL_MAYBE_NULL);
	v.id = was.id;
	v.origin = was.origin;
	return v;
}

static enum step step_pointer(struct machine *m, struct state *st, const struct instr *i)
{
	struct value v = machine_operand(m, st, i->a);

	if (i->op == OP_FIELD) {
		if (value_is_pointer(&v))
			v.off = value_moved(v.off, i->imm);
		else if (v.kind == VAL_SCALAR) {
			struct value was = v;

			v.s = scalar_binop(SCALAR_ADD, 64, v.s, scalar_const((uint64_t)i->imm));
			if (scalar_is_const(v.s))
				v.id = 0;
			else if (was.id)
				v.delta = (int64_t)((uint64_t)v.delta + (uint64_t)i->imm);
		}
	} else if (i->op == OP_ASPACE) {
		v = value_unknown(v.taint | TAINT_OPAQUE);
	} else {
		struct event e = {.kind = EVENT_CAST, .m = m, .st = st, .func = state_top(st)->func, .instr = i, .ptr = &v,
				  .operand = i->a, .type = i->type};

		v = typed_argument(m, v, i->type);
		if (value_is_pointer(&v) && m->emit(m->emit_data, &e))
			return STEP_FAULT;
	}
	machine_set(m, st, i, v);
	return STEP_NEXT;
}

/* Does the optimiser see a constant? As far as the path tells, when it has inlined all there is. */
static struct value constant_p(struct machine *m, struct state *st, const struct instr *i)
{
	struct value v = i->more->args.n ? machine_operand(m, st, i->more->args.at[0]) : value_scalar(scalar_unknown());

	if (i->more->args.n)
		relevance_need(m->relevance, state_top(st)->func, i->more->args.at[0]);
	return value_scalar(scalar_const(v.kind == VAL_SCALAR && !v.taint && scalar_is_const(v.s)));
}

/* What only the loading kernel knows: existence is open, everything else is what the local headers say. */
static enum step step_env(struct machine *m, struct state *st, const struct instr *i)
{
	struct value v;

	switch (i->from) {
	case ENV_CONSTANT_P:
		machine_set(m, st, i, constant_p(m, st, i));
		return STEP_NEXT;
	case ENV_FIELD_EXISTS: case ENV_TYPE_EXISTS: case ENV_TYPE_MATCHES: case ENV_ENUM_EXISTS: case ENV_KSYM: case ENV_ENUM_VALUE:
		v = machine_fresh(m, i->from == ENV_KSYM || i->from == ENV_ENUM_VALUE ? scalar_bits(i->width) : scalar_bits(1));
		break;
	default:
		v = value_scalar(scalar_const((uint64_t)i->imm));
		break;
	}
	v.taint = TAINT_ENV;
	machine_set(m, st, i, v);
	return STEP_NEXT;
}

static bool doubt_null(struct value *v, void *data)
{
	if (v->id != *(uint64_t *)data || !(v->flags & VAL_MAYBE_NULL))
		return false;
	v->taint |= TAINT_OPAQUE;
	return true;
}

static enum step step_opaque(struct machine *m, struct state *st, const struct instr *i)
{
	st->turns++;
	m->unmodelled(m->emit_data, m, state_top(st)->func, i, i->more->name);
	if (i->flags & INSTR_CLOBBER)
		machine_clobber(m, st, true);
	for (uint32_t k = 0; k < i->more->args.n; k++) {
		struct value v = machine_operand(m, st, i->more->args.at[k]);

		if (v.kind == VAL_STACK && v.frame < st->nframes) {
			struct frame *fr = &st->frames[v.frame];

			memory_fill(memory_own(&fr->locals[v.object]), 0, (uint32_t)fr->func->locals.at[v.object].size, CELL_MISC, TAINT_OPAQUE);
		}
		if (v.ref)
			st->refs_unsure = true;
		if (v.flags & VAL_MAYBE_NULL) /* assembly may check it, and leave */
			state_each_value(st, doubt_null, &v.id);
	}
	machine_set(m, st, i, value_unknown(TAINT_OPAQUE));
	return STEP_NEXT;
}

/* Calls look at their arguments themselves: what nobody takes need not be there. */
static bool reads_unwritten(struct machine *m, struct state *st, const struct instr *i)
{
	const struct operand *operands[] = {&i->a, &i->b, &i->c};

	if (i->flags & INSTR_IMPLICIT) /* no instruction of the program's own */
		return false;
	for (size_t k = 0; k < ARRAY_LEN(operands); k++)
		if (operands[k]->kind == OPND_TEMP) {
			struct value v = machine_operand(m, st, *operands[k]);

			if (machine_unread(m, st, i, *operands[k], &v))
				return true;
		}
	return false;
}

static enum step step_skbload(struct machine *m, struct state *st, const struct instr *i)
{
	struct value context = machine_operand(m, st, i->a);
	struct event e = {.kind = EVENT_SKBLOAD, .m = m, .st = st, .func = state_top(st)->func, .instr = i, .ptr = &context, .operand = i->a};

	if (m->emit(m->emit_data, &e))
		return STEP_FAULT;
	machine_set(m, st, i, machine_fresh(m, scalar_bits(i->width)));
	return STEP_NEXT;
}

/* Nothing is known of it, so an optimiser cannot make an unsigned one of what is done with it. */
static bool any_number(struct machine *m, struct state *st, struct operand o, unsigned width)
{
	struct value v = machine_operand(m, st, o);

	return v.kind == VAL_SCALAR && machine_certain_value(&v) && v.s.umin == 0 && v.s.umax == (width < 64 ? (1ull << width) - 1 : UINT64_MAX);
}

/* What not every kernel knows; in source only what no optimiser takes away. */
static bool is_newer(struct machine *m, struct state *st, const struct instr *i)
{
	switch (i->op) {
	case OP_SDIV:
	case OP_SMOD: return m->unit->final || (any_number(m, st, i->a, i->width) && any_number(m, st, i->b, i->width));
	case OP_SEXT: return m->unit->final || (m->unit->cpu >= 4 && any_number(m, st, i->a, i->from));
	case OP_BSWAP: return !m->unit->final && m->unit->cpu >= 4;
	case OP_ANY: return m->unit->final;
	case OP_NEEDS: return true;
	case OP_ASPACE: return true;
	case OP_OPAQUE: return !strcmp(i->more->name, "may_goto");
	case OP_FIELD: return m->btf && (model_type(m->unit, i->type)->flags & TYPE_CORE);
	default: return false;
	}
}

enum step machine_step(struct machine *m, struct state *st, const struct instr *i)
{
	m->steps++;
	st->steps++;
	if (i->flags & INSTR_DEAD) {
		if (i->dst != NO_TEMP)
			machine_set(m, st, i, value_unknown(TAINT_OPAQUE));
		return STEP_NEXT;
	}
	if (m->unit->final && reads_unwritten(m, st, i))
		return STEP_FAULT;
	if (i->op == OP_SKBLOAD)
		return step_skbload(m, st, i);
	if (st->nlate && late_pinned(m, st, i)) {
		if (!late_wanted(m, st, i))
			late_forget(st);
		else if (late_due(m, st))
			return STEP_FAULT;
	}
	if (is_newer(m, st, i)) {
		struct event e = {.kind = EVENT_INSTRUCTION, .m = m, .st = st, .func = state_top(st)->func, .instr = i};

		if (m->emit(m->emit_data, &e))
			return STEP_FAULT;
	}
	switch (op_info[i->op].shape) {
	case SHAPE_ANY:
		st->progress++;
		machine_set(m, st, i, machine_fresh(m, i->width < 64 ? scalar_bits(i->width) : scalar_unknown()));
		return STEP_NEXT;
	case SHAPE_BIN:
	case SHAPE_PTR: return machine_binop(m, st, i);
	case SHAPE_CMP: return machine_compare(m, st, i);
	case SHAPE_UN: return machine_unary(m, st, i);
	case SHAPE_CONV: return machine_convert(m, st, i);
	case SHAPE_FIELD:
	case SHAPE_CAST: return step_pointer(m, st, i);
	case SHAPE_LOAD: return machine_load(m, st, i);
	case SHAPE_STORE: return machine_store(m, st, i);
	case SHAPE_COPY: return machine_copy(m, st, i);
	case SHAPE_FILL: return machine_fill(m, st, i);
	case SHAPE_ATOMIC: return machine_atomic(m, st, i);
	case SHAPE_CALL: return machine_call(m, st, i);
	case SHAPE_ENV: return step_env(m, st, i);
	case SHAPE_OPAQUE: return step_opaque(m, st, i);
	case SHAPE_COMPARE:
		machine_set(m, st, i, machine_fresh(m, scalar_bits(32)));
		return STEP_NEXT;
	case SHAPE_LOCAL: {
		struct frame *fr = state_top(st);

		memory_drop(fr->locals[i->a.index]);
		fr->locals[i->a.index] = NULL;
		return STEP_NEXT;
	}
	default:
		return STEP_NEXT;
	}
}
