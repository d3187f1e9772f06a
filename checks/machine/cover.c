// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * cover: is everything that can happen from `now` known already from `old`? It is when every live value of `now` is one
 * that `old` allowed, links between values that `old` relied on hold in `now` too, and `old` was not trusted less.
 *
 * Kernel: states_equal(), regsafe(), stacksafe(), refsafe(), check_ids().
 */
#include "machine/exprs.h"
#include "machine/machine.h"

#define MAX_LINKS 256

struct links {
	const struct relevance *relevance;
	struct { uint64_t old, now; } at[MAX_LINKS];
	uint32_t n;
	bool passed_over; /* numbers that matter to nothing, but have an id */
};

/* References and instances are counted on their own. */
static uint64_t ref_link(uint32_t ref)
{
	return ref ? ref | 1ull << 62 : 0;
}

static uint64_t instance_link(uint32_t instance)
{
	return (uint64_t)instance << 32;
}

/* Each id of the old state stands for one id of the new one, throughout. */
static bool same_link(struct links *l, uint64_t old, uint64_t now)
{
	if (!old)
		return true;
	for (uint32_t i = 0; i < l->n; i++)
		if (l->at[i].old == old)
			return l->at[i].now == now;
	if (l->n == MAX_LINKS)
		return false;
	l->at[l->n].old = old;
	l->at[l->n++].now = now;
	return true;
}

static bool same_object(struct links *l, const struct value *old, const struct value *now)
{
	if (old->flags & VAL_SLICE)
		return same_link(l, instance_link(old->object), instance_link(now->object));
	return old->object == now->object;
}

static bool covers(struct links *l, const struct value *old, const struct value *now)
{
	if (old->taint & ~now->taint)
		return false;
	if (old->kind != now->kind)
		return false;
	if (old->kind == VAL_UNINIT || old->kind == VAL_UNKNOWN)
		return true;
	if (old->kind == VAL_SCALAR) {
		if (!scalar_within(now->s, old->s))
			return false;
		return scalar_is_const(old->s) || (old->delta == now->delta && old->mod32 == now->mod32 && same_link(l, old->id, now->id));
	}
	if (old->flags != now->flags || !same_object(l, old, now) || old->frame != now->frame || old->off != now->off || old->past > now->past ||
	    (old->mem_size != now->mem_size && (old->kind != VAL_PACKET || old->mem_size)) || old->type != now->type)
		return false;
	if (old->range > now->range || !scalar_within(now->s, old->s))
		return false;
	return same_link(l, old->id, now->id) && same_link(l, ref_link(old->ref), ref_link(now->ref)) && same_link(l, instance_link(old->instance), instance_link(now->instance));
}

/* What the kernel owns there is of the same kind. */
static bool special_covers(struct links *l, const struct value *old, const struct value *now)
{
	return old->object == now->object && same_link(l, ref_link(old->ref), ref_link(now->ref)) &&
	       same_link(l, instance_link(old->instance), instance_link(now->instance));
}

static bool cell_covers(struct links *l, const struct cell *old, const struct cell *now)
{
	struct value v;

	if (old->kind == CELL_MISC && now->kind != CELL_VALUE)
		return !(old->taint & ~now->taint) && now->kind <= CELL_MISC;
	if (old->kind == CELL_MISC) /* any number will do */
		return now->v->kind == VAL_SCALAR && !(old->taint & ~now->v->taint);
	if (old->kind == CELL_VALUE && now->kind == CELL_ZERO) {
		v = value_scalar(scalar_const(0));
		v.taint = now->taint;
		return covers(l, old->v, &v);
	}
	if (old->kind != now->kind)
		return false;
	if (old->kind == CELL_ZERO)
		return !(old->taint & ~now->taint);
	return old->kind == CELL_VALUE ? covers(l, old->v, now->v) : special_covers(l, old->v, now->v);
}

/* Bytes that the old state did not know are read by nobody, or were unknown then as now. */
static bool is_number(const struct cell *c)
{
	return c->kind == CELL_ZERO || c->kind == CELL_MISC || (c->kind == CELL_VALUE && c->v->kind == VAL_SCALAR);
}

static bool all_numbers(const struct memory *m, uint32_t k, uint32_t off, uint32_t end)
{
	for (; off < end; k++) {
		if (k == m->cells.n || m->cells.at[k].off > off || !is_number(&m->cells.at[k]))
			return false;
		off = m->cells.at[k].off + m->cells.at[k].size;
	}
	return true;
}

/* Does that cell of the old state allow what is there now? `k`: the first cell of now that ends behind its beginning. */
static bool place_covers(struct links *l, const struct cell *c, const struct memory *now, uint32_t k, const struct func *owner, uint32_t local)
{
	uint32_t off = c->off, end = c->off + c->size;

	if (l->relevance && is_number(c) && !relevance_of_bytes(l->relevance, owner, local, off, c->size) && all_numbers(now, k, off, end)) {
		l->passed_over |= c->v->id != 0;
		return true;
	}
	if (c->kind == CELL_VALUE && (k == now->cells.n || now->cells.at[k].off > off ||
				      (now->cells.at[k].kind == CELL_VALUE && (now->cells.at[k].off != off || now->cells.at[k].size != c->size))))
		return false;
	for (; off < end; k++) {
		if (k == now->cells.n || now->cells.at[k].off > off || !cell_covers(l, c, &now->cells.at[k]))
			return false;
		off = now->cells.at[k].off + now->cells.at[k].size;
	}
	return true;
}

/* `differs`: the offset of the first cell that does not. */
static bool memory_covers(struct links *l, const struct memory *old, const struct memory *now, const struct func *owner, uint32_t local, uint32_t *differs)
{
	uint32_t k = 0;

	if (!old || old == now)
		return true;
	for (uint32_t i = 0; i < old->cells.n; i++) {
		const struct cell *c = &old->cells.at[i];

		while (now && k < now->cells.n && now->cells.at[k].off + now->cells.at[k].size <= c->off)
			k++;
		*differs = c->off;
		if (!now || !place_covers(l, c, now, k, owner, local))
			return false;
	}
	return true;
}

static bool frame_covers(struct links *l, const struct frame *old, const struct frame *now, struct difference *d)
{
	if (old->func != now->func || old->block != now->block || old->at != now->at || old->callback != now->callback || old->may_not_return != now->may_not_return)
		return false;
	for (uint32_t i = 0; i < old->func->nslots; i++) {
		if (old->slots[i].kind == VAL_UNINIT)
			continue;
		if (l->relevance && old->slots[i].kind == VAL_SCALAR && now->slots[i].kind == VAL_SCALAR && !relevance_of_slot(l->relevance, old->func, old->block, i)) {
			l->passed_over |= old->slots[i].id != 0;
			continue;
		}
		if (!covers(l, &old->slots[i], &now->slots[i]))
			return false;
	}
	for (uint32_t i = 0; i < old->func->locals.n; i++)
		if (!memory_covers(l, old->locals[i], now->locals[i], old->func, i, &d->off)) {
			d->local = i;
			return false;
		}
	return true;
}

/* Without any links yet: what does not cover then never will. */
static bool differs_again(struct links *l, const struct state *old, const struct state *now, const struct difference *d)
{
	const struct frame *was = &old->frames[d->frame], *is = &now->frames[d->frame];
	const struct memory *before, *here;
	uint32_t at;
	bool covers;

	if (d->frame >= old->nframes || was->func != is->func || d->local >= was->func->locals.n)
		return false;
	before = was->locals[d->local];
	here = is->locals[d->local];
	at = before ? memory_at(before, d->off) : 0;
	if (!before || before == here || at == before->cells.n || before->cells.at[at].off != d->off)
		return false;
	covers = here && place_covers(l, &before->cells.at[at], here, memory_at(here, d->off), was->func, d->local);
	l->n = 0;
	return !covers;
}

static bool link_holds(const struct links *l, const struct value *old, uint64_t now)
{
	if (old->kind != VAL_SCALAR || !old->id || scalar_is_const(old->s))
		return true;
	for (uint32_t i = 0; i < l->n; i++)
		if (l->at[i].old == old->id)
			return l->at[i].now == now;
	return true;
}

static uint64_t id_at(const struct memory *m, const struct cell *like)
{
	for (uint32_t i = 0; m && i < m->cells.n; i++)
		if (m->cells.at[i].off == like->off && m->cells.at[i].size == like->size)
			return m->cells.at[i].kind == CELL_VALUE ? m->cells.at[i].v->id : 0;
	return 0;
}

/* A number that does not matter itself, but has an id in common with one that does: what a branch tells of it tells of both. */
static bool links_hold(const struct links *l, const struct state *old, const struct state *now)
{
	for (uint32_t k = 0; l->n && k < old->nframes; k++) {
		const struct frame *was = &old->frames[k], *is = &now->frames[k];

		for (uint32_t i = 0; i < was->func->nslots; i++)
			if (!link_holds(l, &was->slots[i], is->slots[i].id))
				return false;
		for (uint32_t i = 0; i < was->func->locals.n; i++) {
			const struct memory *m = was->locals[i];

			for (uint32_t n = 0; m && m != is->locals[i] && n < m->cells.n; n++)
				if (m->cells.at[n].kind == CELL_VALUE && !link_holds(l, m->cells.at[n].v, id_at(is->locals[i], &m->cells.at[n])))
					return false;
		}
	}
	return true;
}

/*
 * What the old state took for granted: nothing that the new one does not (COVER_YES), one side of one branch where the new one took
 * another (COVER_TWIN), or more.
 */
static enum cover compare_assumptions(const struct state *old, const struct state *now, const struct instr **twin)
{
	*twin = NULL;
	if (old->uncertain && !now->uncertain)
		return COVER_NO;
	for (uint32_t i = 0; i < old->nassumed; i++) {
		uint32_t k = 0;

		while (k < now->nassumed && now->assumed[k].instr != old->assumed[i].instr)
			k++;
		if (k < now->nassumed && now->assumed[k].side == old->assumed[i].side)
			continue;
		if (now->uncertain)
			continue;
		if (k == now->nassumed || *twin)
			return COVER_NO;
		*twin = old->assumed[i].instr;
	}
	return *twin ? COVER_TWIN : COVER_YES;
}

/* ---- conditions that tell of values that are computed again ---- */

static bool same_expr(const struct exprs *x, const struct links *l, uint64_t old, uint64_t now, int depth);

static bool same_operand(const struct exprs *x, const struct links *l, const struct value *old, const struct value *now, int depth)
{
	if (old->kind != now->kind || old->kind == VAL_UNINIT)
		return old->kind == now->kind;
	if (old->kind != VAL_SCALAR)
		return old->off == now->off && scalar_equal(old->s, now->s) && same_expr(x, l, old->id, now->id, depth);
	if (scalar_is_const(old->s) || scalar_is_const(now->s))
		return scalar_is_const(old->s) && scalar_is_const(now->s) && old->s.bits.value == now->s.bits.value;
	return old->delta == now->delta && same_expr(x, l, old->id, now->id, depth);
}

/* The same computation, from what stands for each other in the two states. */
static bool same_expr(const struct exprs *x, const struct links *l, uint64_t old, uint64_t now, int depth)
{
	const struct expr *a = expr_find(x, old), *b = expr_find(x, now);

	if (old == now)
		return true;
	if (a && b)
		return depth < 6 && a->op == b->op && a->width == b->width && a->from == b->from && same_operand(x, l, &a->a, &b->a, depth + 1) &&
		       same_operand(x, l, &a->b, &b->b, depth + 1);
	for (uint32_t i = 0; i < l->n; i++)
		if (l->at[i].old == old)
			return l->at[i].now == now;
	return false;
}

struct holder { uint64_t id; bool found; };

static bool holds(struct value *v, void *data)
{
	struct holder *h = data;

	h->found |= v->kind == VAL_SCALAR && v->id == h->id;
	return false;
}

/* Is what the expression begins with still there, so that it can be computed again? */
static bool can_recompute(const struct exprs *x, const struct state *st, const struct expr *e)
{
	struct holder h = {0};

	for (int depth = 0; e && depth < 8; depth++, e = expr_find(x, h.id))
		h.id = e->a.id ? e->a.id : e->b.id;
	state_each_value((struct state *)st, holds, &h);
	return h.found;
}

/* What the old path knew when values were computed again, the new one knows too. */
static bool knows_as_much(const struct exprs *x, const struct links *l, const struct state *old, const struct state *now)
{
	for (uint32_t i = 0; i < old->nknown; i++) {
		const struct expr *e = expr_find(x, old->known[i].id);
		uint32_t k = 0;

		if (!e || !e->relied || !can_recompute(x, old, e))
			continue;
		while (k < now->nknown && (now->known[k].value != old->known[i].value || !same_expr(x, l, old->known[i].id, now->known[k].id, 0)))
			k++;
		if (k == now->nknown)
			return false;
	}
	return true;
}

enum cover state_covers(const struct state *old, const struct state *now, const struct exprs *x, const struct relevance *r, const struct instr **twin,
			struct difference *d)
{
	struct links l;
	enum cover c;

	l.relevance = r;
	l.n = 0;
	l.passed_over = false;
	if (old->nframes != now->nframes || old->refs.n != now->refs.n || old->rcu_depth != now->rcu_depth ||
	    old->preempt_depth != now->preempt_depth || !old->lock_ref != !now->lock_ref || old->nheld != now->nheld || old->refs_unsure != now->refs_unsure || old->nlate || now->nlate)
		return COVER_NO;
	c = compare_assumptions(old, now, twin);
	if (c == COVER_NO)
		return COVER_NO;
	if (differs_again(&l, old, now, d))
		return COVER_NO;
	for (uint32_t i = old->nframes; i-- > 0;)
		if (!frame_covers(&l, &old->frames[i], &now->frames[i], d)) {
			d->frame = i;
			return COVER_NO;
		}
	if (old->lock_ref && !covers(&l, &old->lock, &now->lock))
		return COVER_NO;
	for (uint32_t i = 0; i < old->nheld; i++)
		if (old->held[i].kind != now->held[i].kind || !old->held[i].result != !now->held[i].result || !covers(&l, &old->held[i].lock, &now->held[i].lock))
			return COVER_NO;
	for (uint32_t i = 0; i < old->refs.n; i++)
		if (old->refs.at[i].kind != now->refs.at[i].kind || !same_link(&l, ref_link(old->refs.at[i].id), ref_link(now->refs.at[i].id)))
			return COVER_NO;
	if (x && !knows_as_much(x, &l, old, now))
		return COVER_NO;
	return l.passed_over && !links_hold(&l, old, now) ? COVER_NO : c;
}
