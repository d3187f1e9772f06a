// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * live: what a block's entry state still matters for: locals that are read before they are wholly overwritten, by the textbook
 * backward analysis on bit sets, and slots (ranges.c). A write that leaves part of a local as it was neither kills nor needs it. A
 * local whose address escapes is live everywhere: nobody can say who reads it.
 */
#include "model/usage.h"

#include <stdlib.h>

struct set {
	uint32_t *needs, *kills; /* per block, `words` words each */
	uint32_t **in;           /* per block: the answer */
	uint32_t words;
};

static bool has(const uint32_t *set, uint32_t bit)
{
	return set[bit / 32] >> (bit % 32) & 1;
}

static void put(uint32_t *set, uint32_t bit)
{
	set[bit / 32] |= 1u << (bit % 32);
}

static struct set new_set(struct unit *u, const struct func *f, uint32_t bits)
{
	struct set s = {.words = bits / 32 + 1};
	uint32_t *all = arena_alloc(u->arena, (size_t)f->blocks.n * s.words * sizeof(*all));

	s.needs = usage_table((size_t)f->blocks.n * s.words, sizeof(*s.needs));
	s.kills = usage_table((size_t)f->blocks.n * s.words, sizeof(*s.kills));
	s.in = arena_alloc(u->arena, f->blocks.n * sizeof(*s.in));
	for (uint32_t b = 0; b < f->blocks.n; b++)
		s.in[b] = all + (size_t)b * s.words;
	return s;
}

static void free_set(struct set *s)
{
	free(s->needs);
	free(s->kills);
}

/* In instruction order: a need counts unless the block has killed before. */
static void need(struct set *s, uint32_t block, uint32_t bit)
{
	if (!has(s->kills + (size_t)block * s->words, bit))
		put(s->needs + (size_t)block * s->words, bit);
}

static void kill(struct set *s, uint32_t block, uint32_t bit)
{
	put(s->kills + (size_t)block * s->words, bit);
}

static bool overwrites(const struct func *f, const struct instr *i, struct place p)
{
	if (i->op == OP_DECL)
		return true;
	return usage_role(i, 0) == ROLE_WRITE && p.exact && p.off == 0 && usage_written(i) >= f->locals.at[p.local].size;
}

static void scan_locals(struct set *s, const struct func *f, const struct place *places, uint32_t block,
			const struct instr *i)
{
	const struct operand *o;
	struct place p;

	for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
		enum role role = usage_role(i, k);

		p = usage_place(places, *o);
		if (p.local != NO_LOCAL && (role == ROLE_READ || role == ROLE_UPDATE))
			need(s, block, p.local);
	}
	p = usage_place(places, i->a);
	if (p.local != NO_LOCAL && overwrites(f, i, p))
		kill(s, block, p.local);
}

/* needs | (union of the successors' answers & ~kills); true when that is more than before */
static bool update(struct set *s, const struct func *f, uint32_t block)
{
	const struct block *b = &f->blocks.at[block];
	const uint32_t *needs = s->needs + (size_t)block * s->words, *kills = s->kills + (size_t)block * s->words;
	bool more = false;
	uint32_t to;

	for (uint32_t w = 0; w < s->words; w++) {
		uint32_t bits = needs[w] | s->in[block][w];

		for (uint32_t k = 0; (to = model_successor(&f->instrs.at[b->first + b->count - 1], k)) != NO_BLOCK; k++)
			bits |= s->in[to][w] & ~kills[w];
		more |= bits != s->in[block][w];
		s->in[block][w] = bits;
	}
	return more;
}

/* Blocks are in reverse postorder as a rule, so sweeping backwards ends after (depth of loop nesting + 2) rounds. */
static void solve(struct set *s, const struct func *f)
{
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t b = f->blocks.n; b-- > 0;)
			more |= update(s, f, b);
	}
}

void usage_live(struct unit *u, struct func *f, const struct place *places)
{
	struct set locals = new_set(u, f, f->locals.n);

	for (uint32_t b = 0; b < f->blocks.n; b++) {
		const struct block *block = &f->blocks.at[b];

		for (uint32_t i = block->first; i < block->first + block->count; i++)
			if (!(f->instrs.at[i].flags & INSTR_DEAD))
				scan_locals(&locals, f, places, b, &f->instrs.at[i]);
	}
	solve(&locals, f);
	for (uint32_t b = 0; b < f->blocks.n; b++)
		for (uint32_t l = 0; l < f->locals.n; l++)
			if (f->escapes[l])
				put(locals.in[b], l);
	f->live_locals = locals.in;
	free_set(&locals);
}

void usage_live_slots(struct unit *u, struct func *f, const struct ranges *r, const uint32_t *number)
{
	uint32_t n = 0, words, *all;

	for (uint32_t k = 0; k < r->nslots; k++)
		n = (number ? number[k] : k) >= n ? (number ? number[k] : k) + 1 : n;
	words = n / 32 + 1;
	all = arena_alloc(u->arena, (size_t)f->blocks.n * words * sizeof(*all));
	f->live_slots = arena_alloc(u->arena, f->blocks.n * sizeof(*f->live_slots));
	for (uint32_t b = 0; b < f->blocks.n; b++)
		f->live_slots[b] = all + (size_t)b * words;
	for (uint32_t k = 0; k < r->nslots; k++)
		for (uint32_t i = r->first[k]; i < r->first[k + 1]; i++)
			put(f->live_slots[r->blocks.at[i]], number ? number[k] : k);
}
