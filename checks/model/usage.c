// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * usage: what the machine wants to know about a function before it runs it, worked out once. Which instructions an
 * optimiser removes (dead.c) comes first, because what they mention does not count; then which temporaries cross
 * blocks and get a slot, where the loops are, and what is live where (live.c).
 */
#include "model/usage.h"

#include <stdlib.h>

static void count_edges(struct func *f)
{
	for (uint32_t b = 0; b < f->blocks.n; b++) {
		const struct block *block = &f->blocks.at[b];
		const struct instr *end = &f->instrs.at[block->first + block->count - 1];
		uint32_t to;

		for (uint32_t k = 0; (to = model_successor(end, k)) != NO_BLOCK; k++)
			f->preds[to] += f->preds[to] < UINT16_MAX;
	}
}

/* A loop head is the target of an edge into the depth-first path that leads to the edge. */
static void find_loops(struct func *f)
{
	enum { UNSEEN, ON_PATH, DONE };
	struct step {
		uint32_t block, next;
	} *path = usage_table(f->blocks.n, sizeof(*path));
	uint8_t *state = usage_table(f->blocks.n, 1);
	uint32_t depth = 1;

	state[0] = ON_PATH;
	while (depth) {
		struct step *s = &path[depth - 1];
		const struct block *block = &f->blocks.at[s->block];
		uint32_t to = model_successor(&f->instrs.at[block->first + block->count - 1], s->next++);

		if (to == NO_BLOCK) {
			state[s->block] = DONE;
			depth--;
		} else if (state[to] == ON_PATH) {
			f->loop_head[to] = 1;
		} else if (state[to] == UNSEEN) {
			state[to] = ON_PATH;
			path[depth++] = (struct step){.block = to};
		}
	}
	free(state);
	free(path);
}

/* After these the machine comes back with other values in its scratch space: functions of the program run in between. */
static bool leaves_block(const struct instr *in)
{
	if (in->op != OP_CALL)
		return false;
	if (in->more->callee == CALLEE_FUNC || in->more->callee == CALLEE_INDIRECT)
		return true;
	for (uint32_t k = 0; k < in->more->args.n; k++)
		if (in->more->args.at[k].kind == OPND_FUNC || in->more->args.at[k].kind == OPND_TEMP)
			return true; /* may be handed a callback */
	return false;
}

/* A stretch is what runs without leaving the block. A temporary used outside the stretch that defines it gets a slot. */
static void give_slots(struct func *f)
{
	uint32_t *home = usage_table(f->temps.n, sizeof(*home)); /* defining stretch; parameters come with the entry */
	uint32_t stretch = 0;

	for (uint32_t p = 0; p < f->params.n; p++) /* a path may begin with the function, long after its arguments were known */
		f->slot[f->params.at[p]] = f->nslots++;
	for (uint32_t t = 0; t < f->temps.n; t++)
		if (f->temps.at[t].is_var)
			f->slot[t] = f->nslots++;
	for (uint32_t b = 0; b < f->blocks.n; b++, stretch++)
		for (uint32_t i = 0; i < f->blocks.at[b].count; i++) {
			const struct instr *in = &f->instrs.at[f->blocks.at[b].first + i];

			stretch += leaves_block(in);
			if (in->dst != NO_TEMP)
				home[in->dst] = stretch;
		}
	stretch = 0;
	for (uint32_t b = 0; b < f->blocks.n; b++, stretch++)
		for (uint32_t i = 0; i < f->blocks.at[b].count; i++) {
			const struct instr *in = &f->instrs.at[f->blocks.at[b].first + i];
			const struct operand *o;

			for (uint32_t k = 0; !(in->flags & INSTR_DEAD) && (o = model_operand(in, k)); k++)
				if (o->kind == OPND_TEMP && home[o->index] != stretch && f->slot[o->index] == NO_TEMP)
					f->slot[o->index] = f->nslots++;
			stretch += leaves_block(in);
		}
	free(home);
}

static void analyse(struct unit *u, struct func *f, const struct members *m, bool ignored)
{
	struct place *places;
	struct ranges ranges;

	f->uses = arena_alloc(u->arena, f->temps.n * sizeof(*f->uses));
	f->slot = arena_alloc(u->arena, f->temps.n * sizeof(*f->slot));
	f->escapes = arena_alloc(u->arena, f->locals.n);
	f->loop_head = arena_alloc(u->arena, f->blocks.n);
	f->loop = arena_alloc(u->arena, f->blocks.n * sizeof(*f->loop));
	f->preds = arena_alloc(u->arena, f->blocks.n * sizeof(*f->preds));
	memset(f->slot, 0xff, f->temps.n * sizeof(*f->slot));
	f->nslots = 0;
	memset(&f->stack, 0, sizeof f->stack);
	if (!f->blocks.n)
		return;
	places = usage_places(f);
	usage_dead(u, f, places, m, ignored);
	give_slots(f);
	count_edges(f);
	find_loops(f);
	f->nloops = 0;
	for (uint32_t b = 0; b < f->blocks.n; b++)
		f->loop[b] = f->loop_head[b] ? f->nloops++ : 0;
	usage_live(u, f, places);
	usage_stack(u, f, places);
	ranges = usage_ranges(f);
	if (u->final)
		usage_share(u, f, &ranges);
	else
		usage_live_slots(u, f, &ranges, NULL);
	usage_ranges_free(&ranges);
	free(places);
}

static void find_callbacks(struct unit *u)
{
	for (uint32_t i = 0; i < u->funcs.n; i++)
		u->funcs.at[i].address_taken = false;
	for (uint32_t g = 0; g < u->globals.n; g++)
		for (uint32_t r = 0; r < u->globals.at[g].relocs.n; r++)
			if (u->globals.at[g].relocs.at[r].to == RELOC_FUNC)
				u->funcs.at[u->globals.at[g].relocs.at[r].index].address_taken = true;
	for (uint32_t n = 0; n < u->funcs.n; n++) {
		const struct func *f = &u->funcs.at[n];
		const struct operand *o;

		for (uint32_t i = 0; i < f->instrs.n; i++)
			for (uint32_t k = 0; !(f->instrs.at[i].flags & INSTR_DEAD) && (o = model_operand(&f->instrs.at[i], k)); k++)
				if (o->kind == OPND_FUNC)
					u->funcs.at[o->index].address_taken = true;
	}
}

struct order {
	const struct members *members;
	uint8_t *begun;
	uint32_t *at, n; /* functions, callees first */
};

/* Callees first: what they make of their parameters decides whether an argument is a use. */
static void analyse_from(struct unit *u, uint32_t index, struct order *order)
{
	struct func *f = &u->funcs.at[index];

	if (order->begun[index])
		return;
	order->begun[index] = 1;
	f->uses = NULL;
	for (uint32_t n = 0; n < f->instrs.n; n++)
		if (f->instrs.at[n].op == OP_CALL && f->instrs.at[n].more->callee == CALLEE_FUNC)
			analyse_from(u, f->instrs.at[n].more->callee_index, order);
	analyse(u, f, order->members, false);
	order->at[order->n++] = index;
}

/* Callers first: what they want of a result decides whether a return is a use, where the function becomes part of its callers. */
static void without_results(struct unit *u, const struct order *order)
{
	enum { NOT_CALLED, CALLED, WANTED };
	uint8_t *result = usage_table(u->funcs.n, 1);

	for (uint32_t k = order->n; k-- > 0;) {
		struct func *f = &u->funcs.at[order->at[k]];

		if (result[order->at[k]] == CALLED && f->linkage == LINK_STATIC && f->blocks.n && !(f->flags & FUNC_NOINLINE) && !f->address_taken)
			analyse(u, f, order->members, true);
		for (uint32_t n = 0; n < f->instrs.n; n++) {
			const struct instr *i = &f->instrs.at[n];

			if (i->op != OP_CALL || i->more->callee != CALLEE_FUNC)
				continue;
			if (i->dst == NO_TEMP || !f->uses[i->dst])
				result[i->more->callee_index] |= CALLED;
			else
				result[i->more->callee_index] |= WANTED;
		}
	}
	free(result);
}

/* So that it can be asked again: who takes a function's address hangs on what is dead, and what is dead on who does. */
static void revive(struct unit *u)
{
	for (uint32_t n = 0; n < u->funcs.n; n++)
		for (uint32_t i = 0; i < u->funcs.at[n].instrs.n; i++)
			u->funcs.at[n].instrs.at[i].flags &= ~INSTR_DEAD;
}

void model_usage(struct unit *u)
{
	struct order order = {.begun = usage_table(u->funcs.n, 1), .at = usage_table(u->funcs.n, sizeof(*order.at))};
	struct members *members;

	revive(u);
	find_callbacks(u);
	members = u->final ? NULL : usage_members(u);
	order.members = members;
	for (uint32_t i = 0; i < u->funcs.n; i++)
		analyse_from(u, i, &order);
	find_callbacks(u);
	if (!u->final)
		without_results(u, &order);
	if (members)
		usage_members_free(members);
	free(order.begun);
	free(order.at);
}
