// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * exprs: a pure expression's id is a hash of its operation and its operands' ids, so that writing `a + 1` twice gives one id, as common
 * subexpression elimination would make it one register. The table of expressions (a cache, newest wins) says how an id was computed. An
 * entry that was pushed out only costs precision.
 */
#include "machine/exprs.h"

#include <stdlib.h>

static uint64_t mix(uint64_t h, uint64_t x)
{
	h ^= x + 0x9e3779b97f4a7c15ull + (h << 12) + (h >> 4);
	h *= 0xff51afd7ed558ccdull;
	return h ^ (h >> 32);
}

static uint64_t value_hash(const struct value *v)
{
	uint64_t h = mix(v->kind, v->id);

	if (v->kind == VAL_SCALAR)
		return scalar_is_const(v->s) ? mix(1, v->s.bits.value) : mix(h, (uint64_t)v->delta);
	h = mix(h, v->object | (uint64_t)v->frame << 32);
	h = mix(h, v->instance);
	h = mix(h, (uint64_t)v->off);
	return scalar_is_const(v->s) ? h : mix(h, v->s.umax);
}

struct exprs *exprs_new(void)
{
	struct exprs *x = calloc(1, sizeof *x);
	if (!x)
		__builtin_trap();
	return x;
}

void exprs_free(struct exprs *x)
{
	free(x);
}

struct expr *expr_find(const struct exprs *x, uint64_t id)
{
	struct expr *e = id && x ? (struct expr *)&x->at[id % EXPRS] : NULL;

	return e && e->id == id ? e : NULL;
}

static void note_part(struct exprs *x, const struct value *v)
{
	struct part *p = &x->parts[v->id % PARTS];

	if (v->kind != VAL_SCALAR || !v->id)
		return;
	p->id = v->id;
	p->s = v->s;
}

bool expr_learned(const struct exprs *x, const struct value *v)
{
	const struct part *p = &x->parts[v->id % PARTS];

	return v->kind == VAL_SCALAR && v->id && p->id == v->id && !scalar_equal(p->s, v->s);
}

/* Without an id on a varying operand nothing ties this result to a later one. */
static bool nameless(const struct value *v)
{
	return v->kind == VAL_UNINIT || (v->kind == VAL_SCALAR && !v->id && !scalar_is_const(v->s));
}

uint64_t machine_expr(struct machine *m, enum op op, unsigned width, unsigned from, const struct value *a, const struct value *b)
{
	uint64_t id;
	struct expr *e;

	if (m->unit->final) /* equal expressions are computed once by now */
		return ++m->next_id;
	id = mix(mix(op, width | from << 8), value_hash(a));
	if (nameless(a) || (b && nameless(b)))
		return ++m->next_id;
	if (b)
		id = mix(id, value_hash(b));
	id |= 1ull << 63;
	e = &m->exprs->at[id % EXPRS];
	e->relied &= e->id == id;
	e->id = id;
	e->op = (uint8_t)op;
	e->width = (uint8_t)width;
	e->from = (uint8_t)from;
	e->a = *a;
	note_part(m->exprs, a);
	if (b) {
		e->b = *b;
		note_part(m->exprs, b);
	}
	return id;
}
