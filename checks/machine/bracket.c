// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "machine/bracket.h"
#include "machine/step.h"
#include "machine/trust.h"

int bracket_flag(const struct bracket_facts *b)
{
	return b->kind == BRACKET_IRQ ? 0 : b->kind == BRACKET_LOCK_IRQ ? 1 : -1;
}

uint32_t bracket_irq(const struct state *st)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < st->refs.n; i++)
		if (st->refs.at[i].kind == REF_IRQ && st->refs.at[i].id > last)
			last = st->refs.at[i].id;
	return last;
}

bool bracket_locked(const struct state *st)
{
	return st->lock_ref || st->nheld;
}

static uint32_t irq_off(struct machine *m, struct state *st, const struct bracket_facts *b, const struct call *c, const struct value *flag)
{
	uint32_t ref = state_acquire(m, st, REF_IRQ, state_top(st)->func, c->i, b->kfunc);

	special_make(m, st, flag, CELL_IRQ_FLAG, 8, b->kind, ref);
	return ref;
}

static void drop(struct state *st, uint32_t k)
{
	struct held h = st->held[k];

	memmove(&st->held[k], &st->held[k + 1], (--st->nheld - k) * sizeof h);
	state_release(st, h.ref);
	if (h.irq)
		state_release(st, h.irq);
}

static void take(struct machine *m, struct state *st, const struct bracket_facts *b, const struct call *c, struct value *r)
{
	struct held *h = &st->held[st->nheld];

	if (st->nheld == MAX_HELD || !c->n) {
		st->refs_unsure = true;
		return;
	}
	*r = machine_fresh(m, scalar_trunc(scalar_srange(-4095, 0), 32));
	h->ref = state_acquire(m, st, REF_LOCK, state_top(st)->func, c->i, b->kfunc);
	h->irq = b->kind == BRACKET_LOCK_IRQ && c->n > 1 ? irq_off(m, st, b, c, &c->args[1]) : 0;
	h->lock = c->args[0];
	h->kind = b->kind;
	h->result = r->id;
	st->nheld++;
}

static void give_back(struct machine *m, struct state *st, const struct bracket_facts *b, const struct call *c)
{
	if (!st->nheld)
		return;
	if (b->kind == BRACKET_LOCK_IRQ && c->n > 1)
		special_end(m, st, &c->args[1], CELL_IRQ_FLAG);
	drop(st, st->nheld - 1);
}

void bracket_call(struct machine *m, struct state *st, const struct bracket_facts *b, const struct call *c, struct value *r)
{
	uint32_t *depth = b->kind == BRACKET_RCU ? &st->rcu_depth : &st->preempt_depth;

	switch (b->kind) {
	case BRACKET_RCU:
	case BRACKET_PREEMPT:
		if (b->by > 0 || *depth)
			*depth += (uint32_t)b->by;
		if (b->kind == BRACKET_RCU && !*depth)
			trust_rcu_ends(st);
		return;
	case BRACKET_IRQ:
		if (c->n && b->by > 0)
			irq_off(m, st, b, c, &c->args[0]);
		else if (c->n)
			special_end(m, st, &c->args[0], CELL_IRQ_FLAG);
		return;
	default:
		if (b->by > 0)
			take(m, st, b, c, r);
		else
			give_back(m, st, b, c);
	}
}

bool bracket_tells(const struct state *st, uint64_t id)
{
	for (uint32_t i = 0; id && i < st->nheld; i++)
		if (st->held[i].result == id)
			return true;
	return false;
}

void bracket_known(struct state *st, uint64_t id, struct scalar is)
{
	for (uint32_t i = 0; i < st->nheld; i++) {
		if (st->held[i].result != id)
			continue;
		if (scalar_is_const(is) && !is.bits.value)
			st->held[i].result = 0;
		else if (is.umin > 0)
			drop(st, i--);
	}
}
