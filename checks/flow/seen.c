// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * seen: the states explored so far, by place. A place is where every frame of the call chain stands. Before a state is
 * compared or kept, what nobody reads any more is taken out of it, so that only what matters can tell two states apart.
 *
 * Kernel: is_state_visited(), clean_live_states().
 */
#include <stdlib.h>

#include "flow/flow.h"
#include "machine/exprs.h"

#define BUCKETS 1024
#define MAX_PER_PLACE 32
#define MAX_PER_PLACE_FINAL 8 /* of final code states are larger, and there are more places */
#define MAX_TWINS 4

/* A remembered state, and how many paths from it are still open. */
struct visit {
	struct state *state; /* NULL: forgotten again */
	struct visit *from;
	uint32_t open, users; /* users: visits, paths and findings that point here, and the place that holds it */
	const struct instr *twins[MAX_TWINS]; /* branches whose other side leads here too */
	uint32_t ntwins;
};

struct place {
	uint64_t hash;
	VEC(struct visit *) visits;
	struct difference last;
	struct place *next;
};

struct seen {
	struct place *at[BUCKETS];
};

void visit_hold(struct visit *v)
{
	if (v)
		v->users++;
}

bool visit_within(const struct visit *v, const struct visit *of)
{
	while (v && v != of)
		v = v->from;
	return v != NULL;
}

bool visit_has_twin(const struct visit *v, const struct instr *branch)
{
	for (; v; v = v->from)
		for (uint32_t i = 0; i < v->ntwins; i++)
			if (v->twins[i] == branch)
				return true;
	return false;
}

void visit_drop(struct visit *v)
{
	while (v && !--v->users) {
		struct visit *from = v->from;

		state_free(v->state);
		free(v);
		v = from;
	}
}

void seen_fork(struct state *st)
{
	if (!st->from)
		return;
	st->from->open++;
	st->from->users++;
}

void seen_end(struct state *st)
{
	struct visit *v = st->from;

	for (struct visit *up = v; up && !--up->open; up = up->from)
		; /* explored to the end, and so its ancestor has one path less */
	visit_drop(v);
	st->from = NULL;
}

struct seen *seen_new(void)
{
	struct seen *s = calloc(1, sizeof *s);
	if (!s)
		__builtin_trap();
	return s;
}

void seen_free(struct seen *s)
{
	for (uint32_t i = 0; i < BUCKETS; i++)
		while (s->at[i]) {
			struct place *p = s->at[i];

			s->at[i] = p->next;
			for (uint32_t k = 0; k < p->visits.n; k++)
				visit_drop(p->visits.at[k]);
			vec_free(&p->visits);
			free(p);
		}
	free(s);
}

static uint64_t where(const struct state *st)
{
	uint64_t h = st->nframes;

	for (uint32_t i = 0; i < st->nframes; i++) {
		const struct frame *fr = &st->frames[i];

		h = (h ^ (uintptr_t)fr->func) * 0x9e3779b97f4a7c15ull;
		h = (h ^ fr->block ^ (uint64_t)fr->at << 32) * 0xff51afd7ed558ccdull;
		h ^= h >> 29;
	}
	return h;
}

static struct place *find(struct seen *s, uint64_t hash, bool create)
{
	struct place **p = &s->at[hash % BUCKETS];

	while (*p && (*p)->hash != hash)
		p = &(*p)->next;
	if (!*p && create) {
		*p = calloc(1, sizeof **p);
		if (!*p)
			__builtin_trap();
		(*p)->hash = hash;
	}
	return *p;
}

static bool bit(const uint32_t *set, uint32_t i)
{
	return set[i / 32] >> (i % 32) & 1;
}

static bool memory_learned(const struct exprs *x, const struct memory *mem)
{
	for (uint32_t i = 0; i < mem->cells.n; i++)
		if (mem->cells.at[i].kind == CELL_VALUE && expr_learned(x, mem->cells.at[i].v))
			return true;
	return false;
}

static bool slot_dead(const struct frame *fr, uint32_t i)
{
	return !bit(fr->func->live_slots[fr->block], i);
}

static bool local_dead(const struct frame *fr, uint32_t i)
{
	return fr->locals[i] && !fr->func->escapes[i] && !bit(fr->func->live_locals[fr->block], i);
}

struct heir {
	struct machine *m;
	struct state *st;
};

static bool inherit(struct value *v, void *data)
{
	const struct heir *h = data;
	struct value now;

	if (!expr_find(h->m->exprs, v->kind == VAL_SCALAR ? v->id : v->var_id))
		return false;
	now = machine_narrow(h->m, h->st, v);
	if (scalar_equal(now.s, v->s))
		return false;
	v->s = now.s;
	return true;
}

/* What was found out of a number that nobody reads any more goes over to those that were computed from it before. */
static void leave_behind(struct machine *m, struct state *st)
{
	const struct frame *fr = state_top(st);
	bool learned = false;

	for (uint32_t i = 0; i < fr->func->nslots && !learned; i++)
		learned = slot_dead(fr, i) && expr_learned(m->exprs, &fr->slots[i]);
	for (uint32_t i = 0; i < fr->func->locals.n && !learned; i++)
		learned = local_dead(fr, i) && memory_learned(m->exprs, fr->locals[i]);
	if (learned)
		state_each_value(st, inherit, &(struct heir){m, st});
}

void seen_clean(struct machine *m, struct state *st)
{
	struct frame *fr = state_top(st);

	if (!m->unit->final)
		leave_behind(m, st);
	for (uint32_t i = 0; i < fr->func->nslots; i++)
		if (slot_dead(fr, i))
			memset(&fr->slots[i], 0, sizeof fr->slots[i]);
	for (uint32_t i = 0; i < fr->func->locals.n; i++)
		if (local_dead(fr, i)) {
			memory_drop(fr->locals[i]);
			fr->locals[i] = NULL;
		}
}

static bool known(const struct value *v)
{
	return v->kind == VAL_UNINIT || (!v->taint && v->kind != VAL_UNKNOWN);
}

/* Nothing in it that is not modelled, and so could change unseen. */
static bool all_known(const struct state *st)
{
	for (uint32_t i = 0; i < st->nframes; i++) {
		const struct frame *fr = &st->frames[i];

		for (uint32_t k = 0; k < fr->func->nslots; k++)
			if (!known(&fr->slots[k]))
				return false;
		for (uint32_t k = 0; k < fr->func->locals.n; k++)
			for (uint32_t c = 0; fr->locals[k] && c < fr->locals[k]->cells.n; c++) {
				const struct cell *cell = &fr->locals[k]->cells.at[c];

				if (cell->taint || (cell->kind == CELL_VALUE && !known(cell->v)))
					return false;
			}
	}
	return true;
}

/* What makes the kernel call it an infinite loop: its state is back, and nothing else will end it. */
static bool endless(const struct visit *v, const struct state *st)
{
	const struct state *old = v->state;
	struct difference d = {0};
	const struct instr *twin;

	if (!v->open || old->effects == st->effects || old->turns != st->turns || !visit_within(st->from, v))
		return false;
	for (uint32_t i = 0; i < st->nframes; i++)
		if (old->frames[i].turn != st->frames[i].turn)
			return false;
	return all_known(st) && state_covers(st, old, NULL, NULL, &twin, &d) == COVER_YES; /* a number that came nearer to the end is another one */
}

/*
 * In final code every instruction stays: the same state on one path twice never ends. Where values were given up on, sameness says nothing, but
 * when no branch in between went by one of them, the path can be taken again and again, whatever they are.
 */
static bool repeats(const struct visit *v, const struct state *now)
{
	struct difference d = {0};
	const struct instr *twin;

	if (!v->open || v->state->progress != now->progress || !visit_within(now->from, v))
		return false;
	if (now->widened)
		return v->state->guesses == now->guesses;
	return all_known(now) && state_covers(now, v->state, NULL, NULL, &twin, &d) == COVER_YES;
}

bool seen_before(struct seen *s, struct machine *m, struct state *st, const struct state **again)
{
	struct place *p = find(s, where(st), true);
	const struct instr *twin;
	struct visit *v;

	for (uint32_t i = p->visits.n; i-- > 0;) {
		v = p->visits.at[i];
		switch (state_covers(v->state, st, m->exprs, v->open ? NULL : m->relevance, &twin, &p->last)) {
		case COVER_YES:
			if (m->unit->final ? repeats(v, st) : endless(v, st))
				*again = v->state;
			return true;
		case COVER_TWIN:
			if (v->ntwins == MAX_TWINS)
				break;
			v->twins[v->ntwins++] = twin;
			m->twin(m->emit_data, v, twin);
			return true;
		default:
			break;
		}
	}
	if (p->visits.n == (m->unit->final ? MAX_PER_PLACE_FINAL : MAX_PER_PLACE)) {
		state_free(p->visits.at[0]->state); /* paths from there may still be open, but nothing is compared with it any more */
		p->visits.at[0]->state = NULL;
		visit_drop(p->visits.at[0]);
		memmove(&p->visits.at[0], &p->visits.at[1], --p->visits.n * sizeof p->visits.at[0]);
	}
	v = calloc(1, sizeof *v);
	if (!v)
		__builtin_trap();
	v->state = state_keep(st);
	v->from = st->from; /* takes over the path's place in it */
	v->open = 1;
	v->users = 2;
	st->from = v;
	vec_push(&p->visits, v);
	return false;
}

/* ---- the same once more ---- */

/* As much is known of it as before, but it is another number. */
static bool moved(const struct value *old, const struct value *v)
{
	return v->id && v->id == old->id && v->delta != old->delta;
}

static void settle_value(struct machine *m, const struct value *old, struct value *v, unsigned bits)
{
	uint8_t taint = v->taint;

	if (v->kind != VAL_SCALAR || old->kind != VAL_SCALAR || (scalar_equal(v->s, old->s) && !moved(old, v)))
		return;
	*v = machine_fresh(m, scalar_bits(bits));
	v->taint = taint;
}

static void settle_memory(struct machine *m, const struct memory *old, struct memory **now, const struct func *owner, uint32_t local)
{
	if (!*now || !old || *now == old)
		return;
	for (uint32_t i = 0, k = 0; i < (*now)->cells.n; i++) {
		const struct cell *c = &(*now)->cells.at[i];
		struct value v = *c->v;

		while (k < old->cells.n && old->cells.at[k].off < c->off)
			k++;
		if (k == old->cells.n)
			return;
		if (c->kind != CELL_VALUE || old->cells.at[k].kind != CELL_VALUE || old->cells.at[k].off != c->off || old->cells.at[k].size != c->size ||
		    relevance_of_bytes(m->relevance, owner, local, c->off, c->size))
			continue;
		settle_value(m, old->cells.at[k].v, &v, c->size * 8);
		memory_set(memory_own(now), i, &v);
	}
}

void seen_settle(struct seen *s, struct machine *m, struct state *st)
{
	const struct place *p = find(s, where(st), true);
	const struct state *old = NULL;

	for (uint32_t i = p->visits.n; i-- > 0 && !old;)
		if (p->visits.at[i]->open && visit_within(st->from, p->visits.at[i]))
			old = p->visits.at[i]->state;
	if (old && old->progress == st->progress)
		return;
	for (uint32_t i = 0; old && i < st->nframes; i++) {
		const struct frame *o = &old->frames[i];
		struct frame *fr = &st->frames[i];

		for (uint32_t k = 0; k < fr->func->nslots; k++)
			if (!relevance_of_slot(m->relevance, fr->func, fr->block, k))
				settle_value(m, &o->slots[k], &fr->slots[k], 64);
		for (uint32_t k = 0; k < fr->func->locals.n; k++)
			settle_memory(m, o->locals[k], &fr->locals[k], fr->func, k);
	}
}

/* ---- widening ---- */

static void widen_value(struct machine *m, const struct value *old, struct value *v)
{
	if (v->kind == VAL_SCALAR && old->kind == VAL_SCALAR && scalar_equal(v->s, old->s) && !moved(old, v))
		return;
	if (v->kind == VAL_UNINIT || v->kind == VAL_UNKNOWN)
		return;
	if (v->kind != VAL_SCALAR && v->kind == old->kind && v->object == old->object && v->off == old->off && v->flags == old->flags &&
	    v->frame == old->frame && scalar_equal(v->s, old->s))
		return;
	*v = v->kind == VAL_SCALAR ? machine_fresh(m, scalar_unknown()) : value_unknown(0);
	v->taint |= TAINT_WIDENED;
}

static void widen_memory(struct machine *m, const struct memory *old, struct memory **now)
{
	if (!*now || *now == old)
		return;
	for (uint32_t i = 0; i < (*now)->cells.n; i++) {
		struct cell *c = &memory_own(now)->cells.at[i];
		const struct cell *o = NULL;
		struct value v = *c->v;

		for (uint32_t k = 0; old && k < old->cells.n && !o; k++)
			if (old->cells.at[k].off == c->off && old->cells.at[k].size == c->size)
				o = &old->cells.at[k];
		if (c->kind == CELL_VALUE) {
			struct value none = value_unknown(0);

			widen_value(m, o && o->kind == CELL_VALUE ? o->v : &none, &v);
			memory_set(*now, i, &v);
		} else if (c->kind <= CELL_MISC && !(o && o->kind == c->kind)) {
			c->kind = CELL_MISC;
			c->taint |= TAINT_WIDENED;
		}
	}
}

void seen_widen(struct seen *s, struct machine *m, struct state *st)
{
	struct place *p = find(s, where(st), true);
	const struct state *old = p->visits.n ? p->visits.at[p->visits.n - 1]->state : NULL;

	if (!old)
		return;
	st->widened = true;
	for (uint32_t i = 0; i < st->nframes; i++) {
		const struct frame *o = &old->frames[i];
		struct frame *fr = &st->frames[i];

		for (uint32_t k = 0; k < fr->func->nslots; k++)
			widen_value(m, &o->slots[k], &fr->slots[k]);
		for (uint32_t k = 0; k < fr->func->locals.n; k++)
			widen_memory(m, o->locals[k], &fr->locals[k]);
	}
	st->nknown = 0;
	st->turns++;
}
