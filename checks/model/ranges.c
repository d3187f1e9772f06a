// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ranges: the blocks on whose entry a slot is live, for each slot on its own: back from every use that no assignment in its block comes
 * before, up to the blocks that assign it. Most temporaries live short, so the answer is as long as their lives and not blocks times slots.
 */
#include "model/usage.h"

#include <stdlib.h>

/* Pairs, kept apart by the first: of[first[k] .. first[k + 1]). */
struct lists {
	uint32_t *first, *of;
};

struct pair { uint32_t key, of; };
struct pairs { VEC(struct pair) v; };

static struct lists sort(struct pairs *p, uint32_t keys)
{
	struct lists l = {usage_table(keys + 2, sizeof(*l.first)), usage_table(p->v.n, sizeof(*l.of))};

	for (uint32_t i = 0; i < p->v.n; i++)
		l.first[p->v.at[i].key + 2]++;
	for (uint32_t k = 0; k < keys; k++)
		l.first[k + 2] += l.first[k + 1];
	for (uint32_t i = 0; i < p->v.n; i++)
		l.of[l.first[p->v.at[i].key + 1]++] = p->v.at[i].of;
	vec_free(&p->v);
	return l;
}

static void free_lists(struct lists *l)
{
	free(l->first);
	free(l->of);
}

static struct lists find_preds(const struct func *f)
{
	struct pairs edges = {0};
	uint32_t to;

	for (uint32_t b = 0; b < f->blocks.n; b++)
		for (uint32_t k = 0; (to = model_successor(&f->instrs.at[f->blocks.at[b].first + f->blocks.at[b].count - 1], k)) != NO_BLOCK; k++)
			vec_push(&edges.v, ((struct pair){to, b}));
	return sort(&edges, f->blocks.n);
}

struct scan {
	struct pairs needs, kills; /* slot, block */
	uint32_t *needed, *killed; /* per slot: the latest such block + 1 */
};

static void scan_block(struct scan *s, const struct func *f, uint32_t b)
{
	for (uint32_t n = f->blocks.at[b].first; n < f->blocks.at[b].first + f->blocks.at[b].count; n++) {
		const struct instr *i = &f->instrs.at[n];
		const struct operand *o;
		uint32_t slot;

		for (uint32_t k = 0; !(i->flags & INSTR_DEAD) && (o = model_operand(i, k)); k++) {
			slot = o->kind == OPND_TEMP ? f->slot[o->index] : NO_TEMP;
			if (slot == NO_TEMP || s->killed[slot] == b + 1 || s->needed[slot] == b + 1)
				continue;
			s->needed[slot] = b + 1;
			vec_push(&s->needs.v, ((struct pair){slot, b}));
		}
		slot = !(i->flags & INSTR_DEAD) && i->dst != NO_TEMP ? f->slot[i->dst] : NO_TEMP;
		if (slot == NO_TEMP || s->killed[slot] == b + 1)
			continue;
		s->killed[slot] = b + 1;
		vec_push(&s->kills.v, ((struct pair){slot, b}));
	}
}

struct ranges usage_ranges(const struct func *f)
{
	struct scan s = {.needed = usage_table(f->nslots, sizeof(*s.needed)), .killed = usage_table(f->nslots, sizeof(*s.killed))};
	struct lists preds = find_preds(f), needs, kills;
	uint32_t *ends = usage_table(f->blocks.n, sizeof(*ends)); /* per block: the last slot that was live there, or is assigned there, + 1 */
	struct ranges r = {.first = usage_table(f->nslots + 1, sizeof(*r.first)), .nslots = f->nslots};

	for (uint32_t b = 0; b < f->blocks.n; b++)
		scan_block(&s, f, b);
	needs = sort(&s.needs, f->nslots);
	kills = sort(&s.kills, f->nslots);
	for (uint32_t slot = 0; slot < f->nslots; slot++) {
		r.first[slot] = r.blocks.n;
		for (uint32_t i = kills.first[slot]; i < kills.first[slot + 1]; i++)
			ends[kills.of[i]] = slot + 1;
		for (uint32_t i = needs.first[slot]; i < needs.first[slot + 1]; i++) {
			ends[needs.of[i]] = slot + 1;
			vec_push(&r.blocks, needs.of[i]);
		}
		for (uint32_t at = r.first[slot]; at < r.blocks.n; at++)
			for (uint32_t b = r.blocks.at[at], i = preds.first[b]; i < preds.first[b + 1]; i++)
				if (ends[preds.of[i]] != slot + 1) {
					ends[preds.of[i]] = slot + 1;
					vec_push(&r.blocks, preds.of[i]);
				}
	}
	r.first[f->nslots] = r.blocks.n;
	free_lists(&preds);
	free_lists(&needs);
	free_lists(&kills);
	free(s.needed);
	free(s.killed);
	free(ends);
	return r;
}

void usage_ranges_free(struct ranges *r)
{
	free(r->first);
	vec_free(&r->blocks);
}
