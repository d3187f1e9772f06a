// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * refine_pointer: what a branch tells about addresses: that they are null or not, and how much of a packet lies before its end.
 *
 * Kernel: mark_ptr_or_null_regs(), find_good_pkt_pointers(), mark_pkt_end(), is_pkt_ptr_branch_taken().
 */
#include "machine/refine.h"

/* ---- null ---- */

static bool set_null(struct value *v, void *data)
{
	uint8_t taint = v->taint;

	if (v->id != *(uint64_t *)data || !(v->flags & VAL_MAYBE_NULL))
		return false;
	*v = value_scalar(scalar_const(0));
	v->taint = taint;
	return true;
}

static bool set_not_null(struct value *v, void *data)
{
	if (v->id != *(uint64_t *)data || !(v->flags & VAL_MAYBE_NULL))
		return false;
	v->flags &= ~VAL_MAYBE_NULL;
	return true;
}

static bool refine_null(struct state *st, const struct value *p, bool is_null)
{
	uint64_t id = p->id;

	if (!(p->flags & VAL_MAYBE_NULL))
		return true; /* the machine does not know better than the program */
	if (is_null && p->ref) /* nothing was acquired after all */
		for (uint32_t i = 0; i < st->refs.n; i++)
			if (st->refs.at[i].id == p->ref) {
				st->refs.at[i] = st->refs.at[--st->refs.n];
				break;
			}
	state_each_of(st, id, is_null ? set_null : set_not_null, &id);
	return true;
}

/* ---- the end of a packet ---- */

struct packet_proof { const struct value *p; uint32_t range; };

static bool extend_range(struct value *v, void *data)
{
	const struct packet_proof *x = data;

	if (v->kind != x->p->kind || v->id != x->p->id || v->range >= x->range)
		return false;
	v->range = x->range;
	return true;
}

/* pkt (op) end holds. How many bytes behind pkt's variable part are inside the packet now? */
static uint32_t proven(const struct value *p, enum op op)
{
	if (p->off <= 0)
		return 0; /* proves nothing that the kernel would look at */
	if (p->s.umax > 0xffff || p->s.umax + (uint64_t)p->off > 0xffff)
		return 0;
	return (uint32_t)p->off + (op == OP_ULT); /* p < end: one more byte */
}

static void prove_packet(struct state *st, const struct value *p, enum op op)
{
	struct packet_proof x = {p, proven(p, op)};

	if (x.range)
		state_each_of(st, p->id, extend_range, &x);
}

static bool mark_past(struct value *v, void *data)
{
	const struct value *p = data;

	if (v->kind != p->kind || v->id != p->id || v->off != p->off || !scalar_equal(v->s, p->s) || v->past >= p->past)
		return false;
	v->past = p->past;
	return true;
}

static bool mark_beyond(struct value *v, void *data)
{
	const struct value *p = data;

	if (v->kind != p->kind || v->id != p->id || (v->mem_size && v->mem_size <= p->mem_size))
		return false;
	v->mem_size = p->mem_size;
	return true;
}

/*
 * pkt (op) end holds: mark_pkt_end(). False: what was compared before says otherwise (is_pkt_ptr_branch_taken()). An optimiser knows more:
 * what is behind something that is behind the end is behind it, too.
 */
static bool past_end(const struct machine *m, struct state *st, const struct value *p, enum op op)
{
	struct value now = *p;

	if ((op == OP_ULE && p->past == 2) || (op == OP_ULT && p->past) ||
	    ((op == OP_ULE || op == OP_ULT || op == OP_EQ) && p->mem_size && !p->s.umax && p->off >= (int64_t)p->mem_size))
		return false;
	if (op == OP_UGT || op == OP_UGE) {
		now.past = op == OP_UGT ? 2 : 1;
		state_each_of(st, now.id, mark_past, &now);
		if (!m->unit->final && !p->s.umax && p->off >= 0 && p->off < UINT16_MAX) {
			now.mem_size = (uint32_t)p->off + (op == OP_UGE);
			state_each_of(st, now.id, mark_beyond, &now);
		}
	}
	return true;
}

/* Signed comparisons of addresses are as good: the kernel sees what the compiler made of them, which is unsigned for
 * pointers and may be either for integers. */
static enum op as_unsigned(const struct machine *m, enum op op)
{
	if (m->unit->final)
		return op;
	switch (op) {
	case OP_SLT: return OP_ULT;
	case OP_SLE: return OP_ULE;
	case OP_SGT: return OP_UGT;
	case OP_SGE: return OP_UGE;
	default: return op;
	}
}

static bool is_end(const struct value *base, const struct value *end)
{
	return (base->kind == VAL_PACKET && end->kind == VAL_PACKET_END) ||
	       (base->kind == VAL_PACKET_META && end->kind == VAL_PACKET && end->off == 0 && !end->id);
}

/* ---- comparisons ---- */

bool refine_is_address(const struct value *v)
{
	return value_is_pointer(v) || (v->kind == VAL_UNKNOWN && (v->flags & VAL_MAYBE_NULL));
}

/* a (op) b holds, and a is an address. */
static bool refine_address(const struct machine *m, struct state *st, const struct value *a, const struct value *b, enum op op)
{
	if (b->kind == VAL_SCALAR && scalar_is_const(b->s) && b->s.bits.value == 0) {
		if (op == OP_EQ)
			return refine_null(st, a, true);
		if (op == OP_NE || op == OP_UGT)
			return refine_null(st, a, false);
		return m->unit->final || op != OP_ULE || a->off <= 0; /* to the optimiser no member of anything is at address 0 */
	}
	if (op == OP_EQ && value_is_pointer(a) && value_is_pointer(b) && a->kind != VAL_BTF && b->kind != VAL_BTF) {
		if (value_never_null(b)) /* what equals no null is none */
			refine_null(st, a, false);
		else if (value_never_null(a))
			refine_null(st, b, false);
	}
	if (is_end(a, b)) {
		if (!past_end(m, st, a, op))
			return false;
		if (op == OP_ULE || op == OP_ULT)
			prove_packet(st, a, op);
		else if (op == OP_EQ)
			prove_packet(st, a, OP_ULE);
	}
	return true;
}

bool refine_pointers(const struct machine *m, struct state *st, const struct value *a, const struct value *b, enum op op)
{
	op = as_unsigned(m, op);
	if (!refine_is_address(a) || is_end(b, a))
		return refine_address(m, st, b, a, op_mirrored(op));
	return refine_address(m, st, a, b, op);
}

void recall_packet(const struct machine *m, struct expr *e, bool holds, struct value *v)
{
	enum op op = as_unsigned(m, holds ? (enum op)e->op : op_negated((enum op)e->op));
	const struct value *p = &e->a;
	uint32_t range;

	if (is_end(&e->b, &e->a)) {
		p = &e->b;
		op = op_mirrored(op);
	} else if (!is_end(&e->a, &e->b)) {
		return;
	}
	if (p->id != v->id || p->kind != v->kind || (op != OP_ULE && op != OP_ULT && op != OP_EQ))
		return;
	range = proven(p, op == OP_EQ ? OP_ULE : op);
	if (range > v->range) {
		v->range = range;
		e->relied = true;
	}
}
