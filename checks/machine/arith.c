// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * arith: arithmetic, comparisons and conversions. Two scalars go to the value library; a pointer plus or minus a scalar
 * stays a pointer with a moved offset; everything else done to a pointer gives a number that says nothing.
 *
 * Kernel: adjust_scalar_min_max_vals(), adjust_ptr_min_max_vals().
 */
#include "machine/bracket.h"
#include "machine/exprs.h"
#include "machine/machine.h"
#include "machine/step.h"

static enum scalar_op scalar_op(enum op op)
{
	return (enum scalar_op)(op - OP_ADD);
}

static uint64_t low_bits(unsigned width)
{
	return width >= 64 ? UINT64_MAX : (1ull << width) - 1;
}

struct value operand_at(struct machine *m, struct state *st, struct operand o, unsigned width)
{
	if (o.kind == OPND_IMM)
		return value_scalar(scalar_const((uint64_t)o.imm & low_bits(width)));
	return machine_operand(m, st, o);
}

void machine_set(struct machine *m, struct state *st, const struct instr *i, struct value v)
{
	struct frame *fr = state_top(st);

	if (i->dst == NO_TEMP)
		return;
	if (fr->func->slot[i->dst] != NO_TEMP)
		fr->slots[fr->func->slot[i->dst]] = v;
	else
		*machine_scratch(m, i->dst) = v;
}

static bool emit(struct machine *m, const struct state *st, const struct instr *i, enum event_kind k, const struct value *ptr,
		 const struct value *index, struct operand what)
{
	struct event e = {.kind = k, .m = m, .st = st, .func = st->frames[st->nframes - 1].func, .instr = i,
			  .ptr = ptr, .index = index, .operand = what, .op = (enum op)i->op, .type = i->type};

	return m->emit(m->emit_data, &e);
}

/*
 * The compiler takes the constant out of `data[at + 3]` and `values[n - 1]`: it goes into the offset of the access. What was compared of
 * `data + at` tells of it then, and n need not be 1 where something stands in front of the values. False: that makes n less known.
 */
static bool constant_apart(const struct machine *m, const struct value *by, struct value *rest)
{
	if (m->unit->final || by->kind != VAL_SCALAR || !by->delta || by->mod32)
		return false;
	*rest = *by;
	rest->delta = 0;
	rest->s = scalar_binop(SCALAR_SUB, 64, by->s, scalar_const((uint64_t)by->delta));
	return rest->s.umax <= by->s.umax || rest->s.umax <= UINT32_MAX;
}

/* A pointer moved by a scalar. */
static struct value moved(struct machine *m, struct state *st, const struct value *p, const struct value *by, bool down)
{
	struct value v = *p, rest;

	if (!down && constant_apart(m, by, &rest)) {
		v = moved(m, st, p, &rest, false);
		v.off = value_moved(v.off, by->delta);
		return v;
	}

	v.taint |= by->taint;
	if (by->kind != VAL_SCALAR)
		return value_unknown(v.taint | TAINT_OPAQUE);
	if (scalar_is_const(by->s)) {
		v.off = value_moved(v.off, (int64_t)(down ? -by->s.bits.value : by->s.bits.value));
		return v;
	}
	if (scalar_is_const(v.s) && !down) {
		v.var_id = by->id; /* the index itself, apart from a constant */
		if (by->delta)
			v.var_id = machine_expr(m, OP_PTRADD, 64, 0, by, NULL);
	} else {
		struct value part = value_scalar(v.s);

		part.id = v.var_id;
		v.var_id = machine_expr(m, down ? OP_SUB : OP_ADD, 64, 0, &part, by);
	}
	v.s = scalar_binop(down ? SCALAR_SUB : SCALAR_ADD, 64, v.s, by->s);
	if (p->kind == VAL_PACKET || p->kind == VAL_PACKET_META) { /* another variable part: another proof is needed */
		v.id = machine_expr(m, down ? OP_SUB : OP_ADD, 64, 0, p, by);
		v.range = 0;
		machine_recall(m, st, &v);
	}
	return v;
}

/*
 * A number that a pointer is added to takes the pointer's kind, but not its reference: up to 6.18 the verifier does not see that it goes
 * with what it points into, nor whose stack frame it is in. Which of the two an index becomes is the compiler's choice.
 */
static void lose_reference(const struct machine *m, const struct value *by, bool commuted, struct value *v)
{
	if (!commuted && (m->unit->final || scalar_is_const(by->s)))
		return;
	if (v->flags & VAL_SLICE)
		v->object = 0;
	v->ref = 0;
	if (commuted && v->kind == VAL_STACK && m->unit->final)
		v->frame = 0;
}

static enum step pointer_arith(struct machine *m, struct state *st, const struct instr *i, struct value a, struct value b)
{
	bool a_ptr = value_is_pointer(&a), b_ptr = value_is_pointer(&b), commuted = b_ptr && i->op == OP_ADD;
	struct value r;

	if (a_ptr && b_ptr && m->unit->final && i->op != OP_SUB && emit(m, st, i, EVENT_POINTER, &a, &b, i->a))
		return STEP_FAULT;
	if (a_ptr && b_ptr) { /* a distance */
		r = machine_fresh(m, scalar_unknown());
		r.taint = a.taint | b.taint;
		machine_set(m, st, i, r);
		return STEP_NEXT;
	}
	if ((i->op == OP_ADD || i->op == OP_PTRADD) && b_ptr) {
		struct value t = a;
		a = b;
		b = t;
	} else if (b_ptr || i->width != 64 || (i->op != OP_ADD && i->op != OP_SUB && i->op != OP_PTRADD)) {
		if (emit(m, st, i, EVENT_POINTER, a_ptr ? &a : &b, a_ptr ? &b : &a, a_ptr ? i->a : i->b))
			return STEP_FAULT;
		r = value_scalar(scalar_bits(i->width));
		r.taint = a.taint | b.taint;
		machine_set(m, st, i, r);
		return STEP_NEXT;
	}
	relevance_need(m->relevance, state_top(st)->func, a_ptr ? i->b : i->a);
	b = machine_narrow(m, st, &b);
	if (emit(m, st, i, EVENT_POINTER, &a, &b, a_ptr ? i->a : i->b))
		return STEP_FAULT;
	r = moved(m, st, &a, &b, i->op == OP_SUB);
	lose_reference(m, &b, commuted, &r);
	machine_set(m, st, i, r);
	return STEP_NEXT;
}

/* At 64 bits the link survives wrapping, for both wrap together. */
static bool no_wrap(unsigned width, bool sum, const struct scalar *a, uint64_t c)
{
	if (width == 64)
		return true;
	return sum ? a->umax + c <= low_bits(width) : a->umin >= c;
}

/* What an arithmetic shift leaves of a sign. Masked, it is one of two numbers: kernels behind 6.18 follow both, and here it is given up. */
static bool zero_or_ones(unsigned width, const struct scalar *s)
{
	return !scalar_is_const(*s) && (width == 64 ? s->smin == -1 && s->smax == 0 : s->s32min == -1 && s->s32max == 0);
}

/* In C the least signed number has no negative, so to the optimiser what is negative becomes positive. */
static struct scalar without_overflow(struct scalar negative, const struct scalar *of, unsigned width)
{
	bool below_zero = width == 64 ? of->smax < 0 : width == 32 && of->s32max < 0;
	struct scalar positive = scalar_intersect(negative, scalar_srange(1, width == 64 ? INT64_MAX : INT32_MAX));

	return below_zero && scalar_valid(positive) ? positive : negative;
}

static bool is_signed_c(const struct unit *u, const struct instr *i)
{
	return !u->final && (model_type(u, i->type)->flags & TYPE_SIGNED);
}

/* Of these the kernel knows nothing, not of constants either, nor that 32 bits leave the upper half zero: is_safe_to_compute_dst_reg_range(). */
static bool unbounded(const struct instr *i, const struct value *by)
{
	switch (i->op) {
	case OP_UDIV:
	case OP_SDIV:
	case OP_UMOD:
	case OP_SMOD:
		return true;
	case OP_SHL:
	case OP_LSHR:
	case OP_ASHR:
		return i->width >= 32 && (!scalar_is_const(by->s) || by->s.bits.value >= i->width);
	default:
		return false;
	}
}

/* A shift by the answer to a comparison: compilers make two ways of it, on each of which the kernel sees a constant. */
static bool chosen_shift(const struct machine *m, const struct instr *i, const struct value *by)
{
	const struct expr *e = (i->op == OP_SHL || i->op == OP_LSHR || i->op == OP_ASHR) && !scalar_is_const(by->s) ? expr_find(m->exprs, by->id) : NULL;

	for (int depth = 0; e && op_info[e->op].shape != SHAPE_CMP && depth < 4; depth++)
		e = e->a.kind == VAL_SCALAR ? expr_find(m->exprs, e->a.id) : NULL;
	return e && op_info[e->op].shape == SHAPE_CMP;
}

/* One of the two shifts by which an int is cut out of a register. */
static bool is_half_cut(const struct instr *i, const struct value *by)
{
	return i->width == 64 && (i->op == OP_SHL || i->op == OP_LSHR || i->op == OP_ASHR) && scalar_is_const(by->s) && by->s.bits.value == 32;
}

enum step machine_binop(struct machine *m, struct state *st, const struct instr *i)
{
	unsigned width = i->op == OP_PTRADD ? 64 : i->width;
	struct value a = operand_at(m, st, i->a, width), b = operand_at(m, st, i->b, width), r;

	if (a.kind == VAL_UNKNOWN || b.kind == VAL_UNKNOWN) {
		machine_set(m, st, i, value_unknown(a.taint | b.taint | TAINT_OPAQUE));
		return STEP_NEXT;
	}
	if (value_is_pointer(&a) || value_is_pointer(&b))
		return pointer_arith(m, st, i, a, b);
	if (i->op == OP_PTRADD) { /* the base is a number: so is the sum */
		r = value_scalar(scalar_binop(SCALAR_ADD, 64, a.s, b.s));
	} else {
		if (i->op == OP_ADD && scalar_is_const(a.s)) { /* the constant to the right */
			struct value t = a;
			a = b;
			b = t;
		}
		r = value_scalar(scalar_binop(scalar_op((enum op)i->op), width, a.s, b.s));
		if (m->unit->final && unbounded(i, &b))
			r.s = scalar_unknown();
		if (i->op == OP_SUB && scalar_is_const(a.s) && !a.s.bits.value && is_signed_c(m->unit, i))
			r.s = without_overflow(r.s, &b.s, width);
	}
	if ((i->op == OP_SUB || i->op == OP_XOR) && !m->unit->final && a.id && a.id == b.id && !a.mod32 && !b.mod32 && (i->op == OP_SUB || a.delta == b.delta))
		r.s = scalar_const((uint64_t)(a.delta - b.delta) & low_bits(width)); /* what the compiler knows */
	r.taint = a.taint | b.taint | (chosen_shift(m, i, &b) ? TAINT_WIDENED : 0);
	if (m->unit->final && (i->op == OP_AND || i->op == OP_OR) && scalar_is_const(b.s) && zero_or_ones(width, &a.s))
		r.taint |= TAINT_WIDENED;
	r.btf = a.btf;
	r.origin = a.origin ? a.origin : b.origin;
	if (!scalar_is_const(r.s)) {
		bool sum = i->op == OP_ADD || i->op == OP_PTRADD, apart = i->op == OP_SUB;

		/* A constant apart: the link stays, as long as nothing can have wrapped. */
		if (a.id && !a.mod32 && scalar_is_const(b.s) && (sum || apart) && no_wrap(width, sum, &a.s, b.s.bits.value)) {
			r.id = a.id;
			r.delta = (int64_t)((uint64_t)a.delta + (sum ? b.s.bits.value : -b.s.bits.value));
		} else if (a.id && m->unit->final && width == 32 && scalar_is_const(b.s) && (sum || apart) && a.s.umax <= UINT32_MAX) {
			r.id = a.id;
			r.delta = (int64_t)((uint64_t)a.delta + (uint64_t)((sum ? 1 : -1) * (int64_t)(int32_t)b.s.bits.value));
			r.mod32 = true;
		} else if (m->unit->final && is_half_cut(i, &b) && bracket_tells(st, a.id)) {
			r.id = a.id; /* an int that is 0 stays 0, and none becomes 0 */
		} else {
			r.id = machine_expr(m, (enum op)i->op, width, 0, &a, &b);
			machine_recall(m, st, &r);
		}
	}
	machine_set(m, st, i, r);
	return STEP_NEXT;
}

/*
 * Two addresses inside one object: the optimiser compares their offsets, for arithmetic on pointers does not overflow, and the kernel
 * sees no comparison where the answer is known.
 */
static int decide_offsets(enum op op, const struct value *a, const struct value *b)
{
	static const uint8_t as_signed[OP_COUNT] = {[OP_ULT] = OP_SLT, [OP_ULE] = OP_SLE, [OP_UGT] = OP_SGT, [OP_UGE] = OP_SGE};
	struct scalar x = scalar_const((uint64_t)a->off), y = scalar_const((uint64_t)b->off);
	bool packet = a->kind == VAL_PACKET || a->kind == VAL_PACKET_META || a->kind == VAL_PACKET_END;

	if (a->kind != b->kind || a->kind == VAL_SCALAR || op == OP_SET || a->taint || b->taint)
		return -1;
	if (a->frame != b->frame || a->object != b->object || a->instance != b->instance || a->ref != b->ref || (!packet && a->origin != b->origin) ||
	    ((a->flags | b->flags) & VAL_MAYBE_NULL))
		return -1;
	if (!a->var_id || a->var_id != b->var_id) {
		x = scalar_binop(SCALAR_ADD, 64, a->s, x);
		y = scalar_binop(SCALAR_ADD, 64, b->s, y);
	}
	return scalar_decide((enum scalar_cmp)((as_signed[op] ? as_signed[op] : op) - OP_EQ), 64, x, y);
}

/*
 * What can be any number, against a configured one: whatever that is, it may be equal or not, and both sides are the kernel's to follow.
 * Returns what of the taints counts for the answer.
 */
static uint8_t compare_taint(const struct instr *i, const struct value *a, const struct value *b)
{
	const struct value *configured = a->taint == TAINT_ENV ? a : b, *any = configured == a ? b : a;

	if ((i->op == OP_EQ || i->op == OP_NE) && configured->taint == TAINT_ENV && !(any->taint & ~TAINT_LATE) && any->kind == VAL_SCALAR && !any->s.umin &&
	    any->s.umax >= UINT8_MAX && !(any->s.umax & (any->s.umax + 1)) && scalar_is_const(configured->s) && configured->s.bits.value <= any->s.umax)
		return any->taint;
	return a->taint | b->taint;
}

enum step machine_compare(struct machine *m, struct state *st, const struct instr *i)
{
	struct value a = operand_at(m, st, i->a, i->width), b = operand_at(m, st, i->b, i->width), r;
	enum scalar_cmp cmp = (enum scalar_cmp)(i->op - OP_EQ);
	uint8_t guess = 0;
	int sure = -1;

	if (value_is_pointer(&a) || value_is_pointer(&b)) {
		const struct value *p = value_is_pointer(&a) ? &a : &b, *q = p == &a ? &b : &a;

		if (emit(m, st, i, EVENT_COMPARE, p, q, p == &a ? i->a : i->b))
			return STEP_FAULT;
		if (q->kind == VAL_SCALAR && scalar_is_const(q->s) && q->s.bits.value == 0 && !p->taint && (i->op == OP_EQ || i->op == OP_NE)) {
			int not_null = m->unit->final ? (value_never_null(p) ? 1 : -1) : value_not_null(p);

			if (not_null == 1)
				sure = i->op == OP_NE;
			guess = not_null == 0 ? TAINT_OPAQUE : 0;
		} else if (i->width == 64 && value_is_pointer(q)) {
			sure = decide_offsets((enum op)i->op, &a, &b);
		}
	} else if (a.kind == VAL_SCALAR && b.kind == VAL_SCALAR) {
		sure = scalar_decide(cmp, i->width, a.s, b.s);
		if (sure < 0 && a.id && a.id == b.id && a.delta == b.delta && cmp != SCALAR_SET)
			sure = cmp == SCALAR_EQ || cmp == SCALAR_ULE || cmp == SCALAR_UGE || cmp == SCALAR_SLE || cmp == SCALAR_SGE;
	}
	r = value_scalar(sure >= 0 ? scalar_const((uint64_t)sure) : scalar_bits(1));
	if (sure < 0)
		r.id = machine_expr(m, (enum op)i->op, i->width, 0, &a, &b);
	r.taint = (sure < 0 ? compare_taint(i, &a, &b) : a.taint | b.taint) | guess;
	machine_set(m, st, i, r);
	return STEP_NEXT;
}

enum step machine_unary(struct machine *m, struct state *st, const struct instr *i)
{
	struct value a = operand_at(m, st, i->a, i->width), r;

	if (i->op == OP_MOVE) {
		machine_set(m, st, i, a);
		return STEP_NEXT;
	}
	if (i->op == OP_HIDE) {
		a.id = value_is_pointer(&a) ? a.id : ++m->next_id; /* not the same value any more, says the optimiser */
		a.delta = value_is_pointer(&a) ? a.delta : 0;
		machine_set(m, st, i, a);
		return STEP_NEXT;
	}
	if (a.kind == VAL_UNKNOWN) {
		machine_set(m, st, i, value_unknown(a.taint | TAINT_OPAQUE));
		return STEP_NEXT;
	}
	if (i->op == OP_NEG && a.kind == VAL_SCALAR)
		r = value_scalar(scalar_binop(SCALAR_SUB, i->width, scalar_const(0), a.s));
	else if (i->op == OP_NEG)
		r = value_scalar(i->width < 64 ? scalar_bits(i->width) : scalar_unknown());
	else if (i->op == OP_BSWAP && a.kind == VAL_SCALAR)
		r = value_scalar(scalar_bswap(a.s, i->width));
	else
		r = value_scalar(scalar_urange(0, i->op == OP_BSWAP ? low_bits(i->width) : i->width));
	r.taint = a.taint;
	if (!scalar_is_const(r.s)) {
		r.id = machine_expr(m, (enum op)i->op, i->width, 0, &a, NULL);
		machine_recall(m, st, &r);
	}
	machine_set(m, st, i, r);
	return STEP_NEXT;
}

/* An int that is another number less a constant, of which nothing was lost: made wider, it still is. */
static bool widened_sum(const struct machine *m, const struct instr *i, const struct value *a, struct value *r)
{
	const struct expr *e = i->op == OP_SEXT && !a->delta ? expr_find(m->exprs, a->id) : NULL;
	int64_t by;

	if (!e || (e->op != OP_ADD && e->op != OP_SUB) || e->width != i->from || e->a.kind != VAL_SCALAR || !scalar_is_const(e->b.s) || !e->a.id || e->a.mod32)
		return false;
	by = (int64_t)(e->b.s.bits.value << (64 - i->from)) >> (64 - i->from);
	by = e->op == OP_SUB ? -by : by;
	if (e->a.s.umax > low_bits(i->from) >> 1 || (by > 0 && e->a.s.umax + (uint64_t)by > low_bits(i->from) >> 1))
		return false;
	r->id = e->a.id;
	r->delta = e->a.delta + by;
	return true;
}

enum step machine_convert(struct machine *m, struct state *st, const struct instr *i)
{
	struct value a = operand_at(m, st, i->a, i->from), r;
	bool same;

	if (a.kind == VAL_UNKNOWN && (a.flags & VAL_RAW_ARG)) /* a number, says the program */
		a = machine_fresh(m, scalar_bits(i->from));
	if (a.kind == VAL_UNKNOWN) {
		machine_set(m, st, i, a);
		return STEP_NEXT;
	}
	if (value_is_pointer(&a) && i->op != OP_TRUNC) { /* a context's 32-bit field that stands for a pointer */
		machine_set(m, st, i, a);
		return STEP_NEXT;
	}
	if (value_is_pointer(&a)) { /* half an address */
		r = value_scalar(scalar_bits(i->width));
		r.taint = a.taint;
		machine_set(m, st, i, r);
		return STEP_NEXT;
	}
	r = a;
	if (i->op == OP_TRUNC) {
		same = a.s.umax <= low_bits(i->width);
		r.s = same ? a.s : scalar_trunc(a.s, i->width);
	} else if (i->op == OP_ZEXT) {
		same = true;
		r.s = scalar_zext(a.s, i->from);
	} else {
		same = a.s.umax <= low_bits(i->from) >> 1;
		r.s = scalar_sext(a.s, i->from, i->width);
	}
	if (scalar_is_const(r.s)) {
		r.id = 0;
		r.delta = 0;
	} else if (!same && widened_sum(m, i, &a, &r)) {
	} else if (!same) {
		r.id = machine_expr(m, (enum op)i->op, i->width, i->from, &a, NULL);
		r.delta = 0;
		machine_recall(m, st, &r);
	}
	machine_set(m, st, i, r);
	return STEP_NEXT;
}
