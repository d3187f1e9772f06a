// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * share: one slot for several temporaries. Final code has a temporary for every value that a register ever holds, and few of them at a
 * time: states are as large as the busiest block needs, not as the function is long. Temporaries that any block touches (reads,
 * writes, or has live on entry) keep apart there, so in each block a slot belongs to one temporary.
 */
#include "model/usage.h"

#include <stdlib.h>

struct sharing {
	const struct func *f;
	uint32_t words, colour_words; /* of a bitset over the old slots; over the new ones */
	uint32_t *touched;            /* per block: old slots */
	uint32_t *taken;              /* per block: new slots */
	uint32_t *colour;             /* per old slot: the new one */
};

static void put(uint32_t *set, uint32_t i) { set[i / 32] |= 1u << (i % 32); }
static bool has(const uint32_t *set, uint32_t i) { return set[i / 32] >> (i % 32) & 1; }

static void touch(struct sharing *s, uint32_t block, uint32_t temp)
{
	if (s->f->slot[temp] != NO_TEMP)
		put(s->touched + (size_t)block * s->words, s->f->slot[temp]);
}

static void find_touched(struct sharing *s)
{
	const struct func *f = s->f;

	for (uint32_t b = 0; b < f->blocks.n; b++) {
		memcpy(s->touched + (size_t)b * s->words, f->live_slots[b], s->words * sizeof(uint32_t));
		for (uint32_t p = 0; !b && p < f->params.n; p++)
			touch(s, 0, f->params.at[p]);
		for (uint32_t i = f->blocks.at[b].first; i < f->blocks.at[b].first + f->blocks.at[b].count; i++) {
			const struct instr *in = &f->instrs.at[i];
			const struct operand *o;

			for (uint32_t k = 0; (o = model_operand(in, k)); k++)
				if (o->kind == OPND_TEMP)
					touch(s, b, o->index);
			if (in->dst != NO_TEMP)
				touch(s, b, in->dst);
		}
	}
}

/* The lowest new slot that is free in every block that touches this one. False: there are not enough. */
static bool colour(struct sharing *s, uint32_t slot, const uint32_t *blocks, uint32_t n, uint32_t *used)
{
	uint32_t c = 0;

	memset(used, 0, s->colour_words * sizeof(*used));
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t w = 0; w < s->colour_words; w++)
			used[w] |= s->taken[(size_t)blocks[i] * s->colour_words + w];
	while (c < s->colour_words * 32 && has(used, c))
		c++;
	if (c == s->colour_words * 32)
		return false;
	s->colour[slot] = c;
	for (uint32_t i = 0; i < n; i++)
		put(s->taken + (size_t)blocks[i] * s->colour_words, c);
	return true;
}

static bool colour_all(struct sharing *s)
{
	const struct func *f = s->f;
	uint32_t *first = usage_table(f->nslots + 1, sizeof(*first)), *at, *blocks, *used = usage_table(s->colour_words, sizeof(*used));
	bool ok = true;

	for (uint32_t b = 0; b < f->blocks.n; b++)
		for (uint32_t k = 0; k < f->nslots; k++)
			first[k + 1] += has(s->touched + (size_t)b * s->words, k);
	for (uint32_t k = 0; k < f->nslots; k++)
		first[k + 1] += first[k];
	blocks = usage_table(first[f->nslots], sizeof(*blocks));
	at = usage_table(f->nslots, sizeof(*at));
	for (uint32_t b = 0; b < f->blocks.n; b++)
		for (uint32_t k = 0; k < f->nslots; k++)
			if (has(s->touched + (size_t)b * s->words, k))
				blocks[first[k] + at[k]++] = b;
	for (uint32_t k = 0; k < f->nslots && ok; k++)
		ok = colour(s, k, blocks + first[k], first[k + 1] - first[k], used);
	free(first);
	free(at);
	free(blocks);
	free(used);
	return ok;
}

/* The new numbers, whose each slot is in each block, and what is live by new numbers. */
static void rename_slots(struct unit *u, struct func *f, const struct sharing *s)
{
	uint32_t n = 0, words, *owner;

	for (uint32_t k = 0; k < f->nslots; k++)
		n = s->colour[k] >= n ? s->colour[k] + 1 : n;
	words = n / 32 + 1;
	f->slot_owner = arena_alloc(u->arena, ((size_t)f->blocks.n * n + 1) * sizeof(*f->slot_owner));
	owner = usage_table(f->nslots, sizeof(*owner));
	for (uint32_t t = 0; t < f->temps.n; t++)
		if (f->slot[t] != NO_TEMP)
			owner[f->slot[t]] = t;
	for (uint32_t b = 0; b < f->blocks.n; b++) {
		uint32_t *live = arena_alloc(u->arena, words * sizeof(*live));

		for (uint32_t k = 0; k < f->nslots; k++) {
			if (has(s->touched + (size_t)b * s->words, k))
				f->slot_owner[(size_t)b * n + s->colour[k]] = owner[k];
			if (has(f->live_slots[b], k))
				put(live, s->colour[k]);
		}
		f->live_slots[b] = live;
	}
	for (uint32_t t = 0; t < f->temps.n; t++)
		if (f->slot[t] != NO_TEMP)
			f->slot[t] = s->colour[f->slot[t]];
	f->nslots = n;
	free(owner);
}

void usage_share(struct unit *u, struct func *f)
{
	struct sharing s = {.f = f, .words = f->nslots / 32 + 1, .colour_words = 8};

	f->slot_owner = NULL;
	if (f->nslots < 16)
		return;
	s.touched = usage_table((size_t)f->blocks.n * s.words, sizeof(*s.touched));
	s.taken = usage_table((size_t)f->blocks.n * s.colour_words, sizeof(*s.taken));
	s.colour = usage_table(f->nslots, sizeof(*s.colour));
	find_touched(&s);
	if (colour_all(&s))
		rename_slots(u, f, &s);
	free(s.touched);
	free(s.taken);
	free(s.colour);
}
