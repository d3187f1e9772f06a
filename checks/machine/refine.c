// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * refine: what a branch tells about the values it compared, and about all their copies.
 *
 * Ids do the work (exprs.c): refining the result of a comparison, mask or extension refines what it was computed from, and what is computed
 * again is what was tested.
 *
 * Kernel: check_cond_jmp_op(), reg_set_min_max(), sync_linked_regs(). Addresses: refine_pointer.c.
 */
#include "machine/machine.h"
#include "machine/bracket.h"
#include "machine/exprs.h"
#include "machine/refine.h"

/* ---- every holder of an id ---- */

struct narrowing {
	struct machine *m;
	uint64_t id;
	int64_t delta;
	bool mod32;
	struct scalar to;
	uint8_t taint;
	bool impossible;
};

static bool narrow_holder(struct value *v, void *data)
{
	struct narrowing *n = data;
	struct scalar to = n->to;

	if (v->kind != VAL_SCALAR || v->id != n->id)
		return false;
	if (v->delta != n->delta && (v->mod32 || n->mod32)) {
		if (v->s.umax > UINT32_MAX || to.umax > UINT32_MAX)
			return false;
		to = scalar_binop(SCALAR_ADD, 32, to, scalar_const((uint32_t)((uint64_t)v->delta - (uint64_t)n->delta)));
	} else if (v->delta != n->delta) { /* v = shared + v->delta; the refined one is shared + n->delta */
		to = scalar_binop(SCALAR_ADD, 64, to, scalar_const((uint64_t)v->delta - (uint64_t)n->delta));
	}
	v->s = scalar_intersect(v->s, to);
	v->taint |= n->taint;
	if (!scalar_valid(v->s))
		n->impossible = true;
	return true;
}

static bool refine_inverse(struct machine *m, struct state *st, const struct expr *e, struct scalar to, uint8_t taint, int depth);

static bool refine_id(struct machine *m, struct state *st, const struct value *v, struct scalar to, int depth)
{
	struct narrowing n = {.m = m, .id = v->id, .delta = v->delta, .mod32 = v->mod32, .to = to, .taint = v->taint & TAINT_ENV};
	const struct expr *e;

	if (!scalar_valid(to))
		return false;
	if (v->kind != VAL_SCALAR || !v->id)
		return true;
	state_each_of(st, v->id, narrow_holder, &n);
	if (n.impossible)
		return false;
	if (st->nheld && !v->delta)
		bracket_known(st, v->id, to);
	e = v->delta ? NULL : expr_find(m->exprs, v->id);
	return !e || depth > 6 || refine_inverse(m, st, e, to, n.taint, depth + 1);
}

/* The current, narrowest knowledge of a value that may have been refined since it was copied. */
struct lookup { uint64_t id; int64_t delta; struct scalar s; };

static bool narrowest(struct value *v, void *data)
{
	struct lookup *l = data;

	if (v->kind == VAL_SCALAR && v->id == l->id && v->delta == l->delta)
		l->s = scalar_intersect(l->s, v->s);
	return false;
}

static struct value current(struct state *st, const struct value *v)
{
	struct lookup l = {v->id, v->delta, v->s};
	struct value now = *v;

	if (v->kind == VAL_SCALAR && v->id) {
		state_each_of(st, v->id, narrowest, &l);
		if (scalar_valid(l.s))
			now.s = l.s;
	}
	return now;
}

/* ---- recomputing ---- */

static struct scalar recompute(struct machine *m, struct state *st, const struct value *v, int depth)
{
	struct value now = current(st, v);
	const struct expr *e = v->delta ? NULL : expr_find(m->exprs, v->id);
	struct scalar a, b, r;

	if (scalar_is_const(now.s) || !e || depth > 5 || e->a.kind != VAL_SCALAR)
		return now.s;
	a = recompute(m, st, &e->a, depth + 1);
	switch (op_info[e->op].shape) {
	case SHAPE_BIN:
		if (e->b.kind != VAL_SCALAR)
			return now.s;
		b = recompute(m, st, &e->b, depth + 1);
		r = scalar_binop((enum scalar_op)(e->op - OP_ADD), e->width, a, b);
		break;
	case SHAPE_CONV:
		r = e->op == OP_SEXT ? scalar_sext(a, e->from, e->width) : e->op == OP_ZEXT ? scalar_zext(a, e->from) : scalar_trunc(a, e->width);
		break;
	default:
		return now.s;
	}
	r = scalar_intersect(now.s, r);
	return scalar_valid(r) ? r : now.s;
}

struct value machine_narrow(struct machine *m, struct state *st, const struct value *v)
{
	struct value now = *v, part;

	if (m->unit->final)
		return now;
	if (v->kind == VAL_SCALAR && v->id && !scalar_is_const(v->s))
		now.s = recompute(m, st, v, 0);
	else if (value_is_pointer(v) && v->var_id && !scalar_is_const(v->s)) {
		part = value_scalar(v->s);
		part.id = v->var_id;
		now.s = recompute(m, st, &part, 0);
	}
	return now;
}

bool machine_refine_range(struct machine *m, struct state *st, const struct value *v, struct scalar to)
{
	return refine_id(m, st, v, scalar_intersect(v->s, to), 0);
}

/* ---- conditions ---- */

static bool refine_compare(struct machine *m, struct state *st, enum op op, unsigned width, const struct value *was_a,
			   const struct value *was_b, bool taken, int depth)
{
	struct value a = *was_a, b = *was_b;
	struct scalar before_a, before_b;
	uint8_t configured;

	if (refine_is_address(&a) || refine_is_address(&b)) {
		if (op == OP_SET || width != 64)
			return true;
		return refine_pointers(m, st, &a, &b, taken ? op : op_negated(op));
	}
	if (a.kind != VAL_SCALAR || b.kind != VAL_SCALAR)
		return true;
	if (depth) { /* remembered operands may have been narrowed since */
		a = current(st, &a);
		b = current(st, &b);
	}
	before_a = a.s;
	before_b = b.s;
	if (!scalar_refine((enum scalar_cmp)(op - OP_EQ), width, &a.s, &b.s, taken))
		return false;
	configured = (a.taint | b.taint) & TAINT_ENV; /* what is known through a configured number is configured, too */
	a.taint |= scalar_equal(a.s, before_a) ? 0 : configured;
	b.taint |= scalar_equal(b.s, before_b) ? 0 : configured;
	return refine_id(m, st, &a, a.s, depth) && refine_id(m, st, &b, b.s, depth);
}

/* What a is when `*to` is a times a constant, or a divided by one: compilers compare a itself. False: it may have wrapped. */
static bool inverse_range(const struct expr *e, const struct value *a, struct scalar *to)
{
	uint64_t most = e->width < 64 ? (1ull << e->width) - 1 : UINT64_MAX, c = e->b.s.bits.value, low, high;
	bool twice = e->op == OP_ADD && e->b.kind == VAL_SCALAR && a->id == e->b.id && a->delta == e->b.delta;
	bool down = e->op == OP_LSHR || e->op == OP_ASHR || e->op == OP_UDIV;

	if (twice)
		c = 2;
	else if (e->op == OP_ADD || e->b.kind != VAL_SCALAR || !scalar_is_const(e->b.s))
		return false;
	if (e->op == OP_SHL || e->op == OP_LSHR || e->op == OP_ASHR)
		c = c < e->width ? 1ull << c : 0;
	if (e->op == OP_ASHR && c && to->umax > most / 2 / c) /* it may have been negative */
		return false;
	if (!c || a->s.umax > most || (!down && a->s.umax > most / c))
		return false;
	low = down ? to->umin * c : to->umin / c + (to->umin % c != 0);
	high = !down ? to->umax / c : to->umax > (most - (c - 1)) / c ? most : to->umax * c + (c - 1);
	if (low > high || (down && to->umin > most / c))
		return false;
	*to = scalar_urange(low, high);
	return true;
}

static bool fits_unsigned(const struct scalar *s, unsigned width)
{
	return s->umax <= (width < 64 ? (1ull << width) - 1 : UINT64_MAX);
}

static bool fits_signed(const struct scalar *s, unsigned width)
{
	return width == 64 || (s->smin >= -(int64_t)(1ull << (width - 1)) && s->smax < (int64_t)(1ull << (width - 1)));
}

/* `to` is what is now known of the result of e: carry it to the operands. */
static bool refine_inverse(struct machine *m, struct state *st, const struct expr *e, struct scalar to, uint8_t taint, int depth)
{
	struct value a = current(st, &e->a);

	a.taint |= taint;
	switch (e->op) {
	case OP_EQ: case OP_NE: case OP_ULT: case OP_ULE: case OP_UGT: case OP_UGE:
	case OP_SLT: case OP_SLE: case OP_SGT: case OP_SGE: case OP_SET:
		if (!scalar_is_const(to))
			return true;
		return refine_compare(m, st, (enum op)e->op, e->width, &e->a, &e->b, to.bits.value != 0, depth);
	case OP_SEXT:
		/* the low `from` bits are the operand */
		if (a.kind != VAL_SCALAR)
			return true;
		return refine_id(m, st, &a, scalar_intersect(a.s, scalar_trunc(to, e->from)), depth);
	case OP_TRUNC:
		/* only what fits tells about the whole: the operand's low half */
		if (a.kind != VAL_SCALAR || !(fits_unsigned(&a.s, e->width) || (fits_signed(&a.s, e->width) && to.umax < 1ull << (e->width - 1))))
			return true;
		return refine_id(m, st, &a, scalar_intersect(a.s, to), depth);
	case OP_AND:
		if (a.kind != VAL_SCALAR || e->b.kind != VAL_SCALAR || !scalar_is_const(e->b.s))
			return true;
		{
			/* bits inside the mask are those of the result; bits outside stay open */
			uint64_t mask = e->b.s.bits.value;
			struct scalar bits = scalar_unknown();

			if (mask && !(mask & (mask - 1)) && !scalar_is_const(to) && to.umin > 0)
				to = scalar_const(mask); /* one bit, and it is not clear */
			bits.bits.value = to.bits.value & mask;
			bits.bits.mask = (to.bits.mask & mask) | ~mask;
			return refine_id(m, st, &a, scalar_intersect(a.s, scalar_sync(bits)), depth);
		}
	case OP_SHL: case OP_MUL: case OP_ADD: case OP_LSHR: case OP_ASHR: case OP_UDIV:
		return a.kind != VAL_SCALAR || !inverse_range(e, &a, &to) || refine_id(m, st, &a, scalar_intersect(a.s, to), depth);
	default:
		return true;
	}
}

static const struct instr *definition(const struct state *st, struct operand cond)
{
	const struct func *f = st->frames[st->nframes - 1].func;

	return cond.kind == OPND_TEMP && f->slot[cond.index] == NO_TEMP ? &f->instrs.at[f->temps.at[cond.index].def] : NULL;
}

static int known_condition(const struct state *st, uint64_t id)
{
	if (id)
		for (uint32_t i = 0; i < st->nknown; i++)
			if (st->known[i].id == id)
				return st->known[i].value;
	return -1;
}

int machine_decide(struct machine *m, struct state *st, struct operand cond)
{
	struct value v = machine_operand(m, st, cond);
	struct scalar zero = scalar_const(0);
	int known;

	if (v.kind == VAL_SCALAR) {
		known = scalar_decide(SCALAR_NE, 64, v.s, zero);
		return known >= 0 ? known : known_condition(st, v.id);
	}
	return value_not_null(&v) == 1 ? 1 : -1;
}

/* For some x of that range and every c, x (op) c. */
static bool holds_somewhere(enum op op, unsigned width, const struct scalar *x)
{
	uint64_t most = width < 64 ? (1ull << width) - 1 : UINT64_MAX;

	switch (op) {
	case OP_ULE: return !x->umin;
	case OP_UGE: return x->umax >= most;
	case OP_SLE: return width == 64 ? x->smin == INT64_MIN : width == 32 && x->s32min == INT32_MIN;
	case OP_SGE: return width == 64 ? x->smax == INT64_MAX : width == 32 && x->s32max == INT32_MAX;
	default: return false;
	}
}

/* What nobody knows of a member or an argument, the kernel does not know to be null either, and so goes on as if it were not. */
static bool perhaps_not_null(const struct value *v)
{
	return v->kind == VAL_UNKNOWN && (v->flags & (VAL_MEMBER | VAL_RAW_ARG));
}

/* A number that only the loading kernel knows, (op) c, whatever it is there. */
static bool holds_anywhere(enum op op, unsigned width, const struct value *env, const struct scalar *c)
{
	if ((env->flags & VAL_FROM_ZERO) && !env->s.umin && scalar_decide((enum scalar_cmp)(op - OP_EQ), width, scalar_const(0), *c) == 1)
		return true;
	return holds_somewhere(op_mirrored(op), width, c);
}

bool machine_side_certain(struct machine *m, struct state *st, struct operand cond, bool taken)
{
	const struct instr *def = definition(st, cond);
	struct value a, b;
	enum op op;

	if (!def || op_info[def->op].shape != SHAPE_CMP) {
		a = machine_operand(m, st, cond);
		return taken && perhaps_not_null(&a);
	}
	op = taken ? (enum op)def->op : op_negated((enum op)def->op);
	a = machine_operand(m, st, def->a);
	b = machine_operand(m, st, def->b);
	if (op == OP_NE && def->width == 64 && b.kind == VAL_SCALAR && scalar_is_const(b.s) && !b.s.bits.value && perhaps_not_null(&a))
		return true;
	if (a.kind != VAL_SCALAR || b.kind != VAL_SCALAR || op == OP_COUNT)
		return false;
	if (b.taint == TAINT_ENV && machine_certain_value(&a))
		return holds_anywhere(op_mirrored(op), def->width, &b, &a.s);
	return a.taint == TAINT_ENV && machine_certain_value(&b) && holds_anywhere(op, def->width, &a, &b.s);
}

static void remember(struct state *st, uint64_t id, bool value)
{
	if (!id)
		return;
	if (st->nknown == MAX_KNOWN) {
		memmove(&st->known[0], &st->known[1], (MAX_KNOWN - 1) * sizeof st->known[0]);
		st->nknown--;
	}
	st->known[st->nknown].id = id;
	st->known[st->nknown++].value = value;
}

/*
 * In `i < n && n <= 8` the kernel learns nothing of i from the second condition. But where n is widened for the first one only, being of
 * 8 or 16 bits, the optimiser tests the second one first.
 */
static bool refine_related(struct machine *m, struct state *st, const struct value *n)
{
	for (uint32_t i = 0; n->kind == VAL_SCALAR && n->id && i < st->nknown; i++) {
		const struct expr *e = expr_find(m->exprs, st->known[i].id);

		if (!e || op_info[e->op].shape != SHAPE_CMP || e->a.kind != VAL_SCALAR || e->b.kind != VAL_SCALAR || scalar_is_const(e->a.s) ||
		    scalar_is_const(e->b.s) || !((e->a.id == n->id && e->a.s.umax <= UINT16_MAX) || (e->b.id == n->id && e->b.s.umax <= UINT16_MAX)))
			continue;
		if (!refine_compare(m, st, (enum op)e->op, e->width, &e->a, &e->b, st->known[i].value, 1))
			return false;
	}
	return true;
}

static void recall_number(struct expr *e, bool holds, struct value *v)
{
	struct value a = e->a, b = e->b;
	struct value *is = a.id == v->id && a.delta == v->delta ? &a : b.id == v->id && b.delta == v->delta ? &b : NULL;
	struct scalar was = v->s;

	if (!is || a.kind != VAL_SCALAR || b.kind != VAL_SCALAR || !scalar_is_const(is == &a ? b.s : a.s))
		return;
	is->s = v->s;
	if (!scalar_refine((enum scalar_cmp)(e->op - OP_EQ), e->width, &a.s, &b.s, holds) || scalar_equal(was, is->s))
		return;
	v->s = is->s;
	v->taint |= (a.taint | b.taint) & TAINT_ENV;
	e->relied = true;
}

/* Equal expressions are computed once, so the second one is the register that a branch tested, though nobody held it here. */
void machine_recall(struct machine *m, struct state *st, struct value *v)
{
	for (uint32_t i = 0; v->id && !m->unit->final && i < st->nknown; i++) {
		struct expr *e = expr_find(m->exprs, st->known[i].id);

		if (!e || op_info[e->op].shape != SHAPE_CMP || e->op == OP_SET)
			continue;
		if (v->kind == VAL_SCALAR)
			recall_number(e, st->known[i].value, v);
		else if (e->width == 64)
			recall_packet(m, e, st->known[i].value, v);
	}
	if (v->kind == VAL_SCALAR && scalar_is_const(v->s))
		v->id = 0;
}

bool machine_refine(struct machine *m, struct state *st, struct operand cond, bool taken)
{
	const struct instr *def = definition(st, cond);
	struct value v = machine_operand(m, st, cond), zero = value_scalar(scalar_const(0));

	if (v.kind == VAL_SCALAR && !m->unit->final)
		remember(st, v.id, taken);
	if (def && op_info[def->op].shape == SHAPE_CMP) {
		struct value a = machine_operand(m, st, def->a), b = machine_operand(m, st, def->b);

		if (m->unit->final && value_is_pointer(&a) && b.kind == VAL_SCALAR && (def->b.kind != OPND_IMM || (def->op != OP_EQ && def->op != OP_NE)))
			return true; /* no null check to the kernel */
		return refine_compare(m, st, (enum op)def->op, def->width, &a, &b, taken, 0) && refine_related(m, st, &a) && refine_related(m, st, &b);
	}
	return refine_compare(m, st, OP_NE, 64, &v, &zero, taken, 0);
}
