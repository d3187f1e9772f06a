// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * share: one slot for several temporaries. Final code has a temporary for every value that a register ever holds, and few of them at a
 * time: states are as large as the busiest block needs, not as the function is long. Temporaries that any block touches (reads,
 * writes, or has live on entry) keep apart there, so in each block a slot belongs to one temporary.
 */
#include "model/usage.h"

#include <stdlib.h>

struct touch { uint32_t slot, block; };

struct sharing {
	const struct func *f;
	const struct ranges *live;
	uint32_t colour_words;           /* of a bitset over the new slots */
	VEC(struct touch) touched;       /* beside where they are live on entry; then sorted by slot: */
	uint32_t *first, *blocks;        /* blocks[first[s] .. first[s + 1]) */
	uint32_t *taken;                 /* per block: new slots */
	uint32_t *colour;                /* per old slot: the new one */
};

static void put(uint32_t *set, uint32_t i) { set[i / 32] |= 1u << (i % 32); }
static bool has(const uint32_t *set, uint32_t i) { return set[i / 32] >> (i % 32) & 1; }

static void touch(struct sharing *s, uint32_t block, uint32_t temp)
{
	if (s->f->slot[temp] != NO_TEMP)
		vec_push(&s->touched, ((struct touch){s->f->slot[temp], block}));
}

static void find_touched(struct sharing *s)
{
	const struct func *f = s->f;

	for (uint32_t b = 0; b < f->blocks.n; b++) {
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

/* By slot, with the blocks where it is live. */
static void sort_touched(struct sharing *s)
{
	uint32_t n = s->f->nslots, *at = usage_table(n, sizeof(*at));

	s->first = usage_table(n + 1, sizeof(*s->first));
	for (uint32_t i = 0; i < s->touched.n; i++)
		s->first[s->touched.at[i].slot + 1]++;
	for (uint32_t k = 0; k < n; k++)
		s->first[k + 1] += s->first[k] + s->live->first[k + 1] - s->live->first[k];
	s->blocks = usage_table(s->first[n], sizeof(*s->blocks));
	for (uint32_t k = 0; k < n; k++)
		for (uint32_t i = s->live->first[k]; i < s->live->first[k + 1]; i++)
			s->blocks[s->first[k] + at[k]++] = s->live->blocks.at[i];
	for (uint32_t i = 0; i < s->touched.n; i++) {
		uint32_t k = s->touched.at[i].slot;

		s->blocks[s->first[k] + at[k]++] = s->touched.at[i].block;
	}
	vec_free(&s->touched);
	free(at);
}

/* The lowest new slot that is free in every block that touches this one. False: there are not enough. */
static bool colour(struct sharing *s, uint32_t slot, uint32_t *used)
{
	uint32_t c = 0;

	memset(used, 0, s->colour_words * sizeof(*used));
	for (uint32_t i = s->first[slot]; i < s->first[slot + 1]; i++)
		for (uint32_t w = 0; w < s->colour_words; w++)
			used[w] |= s->taken[(size_t)s->blocks[i] * s->colour_words + w];
	while (c < s->colour_words * 32 && has(used, c))
		c++;
	if (c == s->colour_words * 32)
		return false;
	s->colour[slot] = c;
	for (uint32_t i = s->first[slot]; i < s->first[slot + 1]; i++)
		put(s->taken + (size_t)s->blocks[i] * s->colour_words, c);
	return true;
}

static bool colour_all(struct sharing *s)
{
	uint32_t *used = usage_table(s->colour_words, sizeof(*used));
	bool ok = true;

	for (uint32_t k = 0; k < s->f->nslots && ok; k++)
		ok = colour(s, k, used);
	free(used);
	return ok;
}

/* The new numbers, and whose each slot is in each block. */
static void rename_slots(struct unit *u, struct func *f, const struct sharing *s)
{
	uint32_t n = 0, *owner = usage_table(f->nslots, sizeof(*owner));

	for (uint32_t k = 0; k < f->nslots; k++)
		n = s->colour[k] >= n ? s->colour[k] + 1 : n;
	f->slot_owner = arena_alloc(u->arena, ((size_t)f->blocks.n * n + 1) * sizeof(*f->slot_owner));
	for (uint32_t t = 0; t < f->temps.n; t++)
		if (f->slot[t] != NO_TEMP)
			owner[f->slot[t]] = t;
	for (uint32_t k = 0; k < f->nslots; k++)
		for (uint32_t i = s->first[k]; i < s->first[k + 1]; i++)
			f->slot_owner[(size_t)s->blocks[i] * n + s->colour[k]] = owner[k];
	for (uint32_t t = 0; t < f->temps.n; t++)
		if (f->slot[t] != NO_TEMP)
			f->slot[t] = s->colour[f->slot[t]];
	f->nslots = n;
	free(owner);
}

void usage_share(struct unit *u, struct func *f, const struct ranges *live)
{
	struct sharing s = {.f = f, .live = live, .colour_words = 8};
	bool shared;

	f->slot_owner = NULL;
	if (f->nslots < 16) {
		usage_live_slots(u, f, live, NULL);
		return;
	}
	find_touched(&s);
	sort_touched(&s);
	s.taken = usage_table((size_t)f->blocks.n * s.colour_words, sizeof(*s.taken));
	s.colour = usage_table(f->nslots, sizeof(*s.colour));
	shared = colour_all(&s);
	usage_live_slots(u, f, live, shared ? s.colour : NULL);
	if (shared)
		rename_slots(u, f, &s);
	free(s.first);
	free(s.blocks);
	free(s.taken);
	free(s.colour);
}
