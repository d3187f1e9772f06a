// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "flow/budget.h"

#define MAX_BUDGET (1ull << 32)
#define ADVANCE 3   /* the part that is there from the beginning; loops that count may bring as much, in source half of it */
#define EARNED 4000 /* the part that an instruction brings when a path comes to it for the first time */

/* What all paths together have seen of a block. */
struct block_seen {
	bool entered;
	bool counts;    /* of a loop's head: whether there is another turn was no question last time */
	uint16_t turns; /* of a loop's head: how far that went, at most */
};

struct budget budget_new(const struct machine *m, uint64_t most)
{
	struct budget b = {.m = m, .begun = m->steps, .turned = m->steps, .most = most < MAX_BUDGET ? most : MAX_BUDGET};

	b.now = b.most / ADVANCE;
	b.counting = m->unit->final ? b.now : b.now / 2;
	b.blocks = arena_alloc(m->arena, m->unit->funcs.n * sizeof *b.blocks);
	return b;
}

bool budget_gone(const struct budget *b)
{
	return b->m->steps - b->begun > b->now;
}

static struct block_seen *seen(const struct budget *b, const struct func *f, uint32_t block)
{
	struct block_seen **known = &b->blocks[f - b->m->unit->funcs.at];

	if (!*known)
		*known = arena_alloc(b->m->arena, f->blocks.n * sizeof **known);
	return &(*known)[block];
}

static void add(struct budget *b, uint64_t steps)
{
	b->now = steps < b->most - b->now ? b->now + steps : b->most;
}

static uint16_t turn(const struct frame *fr)
{
	return fr->visits[fr->func->loop[fr->block]];
}

/* The loop counts, and no path has been farther. */
static bool counts_on(const struct budget *b, const struct frame *fr)
{
	const struct block_seen *head = seen(b, fr->func, fr->block);

	return b->counting && head->counts && turn(fr) >= head->turns;
}

static void earn_turn(struct budget *b, const struct frame *fr)
{
	uint64_t steps = b->m->steps - b->turned;

	b->turned = b->m->steps;
	if (!counts_on(b, fr) || turn(fr) == seen(b, fr->func, fr->block)->turns)
		return;
	seen(b, fr->func, fr->block)->turns = turn(fr);
	steps = steps < b->counting ? steps : b->counting;
	b->counting -= steps;
	add(b, steps);
}

void budget_earn(struct budget *b, const struct frame *fr)
{
	struct block_seen *block = seen(b, fr->func, fr->block);

	if (!block->entered)
		add(b, fr->func->blocks.at[fr->block].count * b->most / EARNED);
	block->entered = true;
	if (fr->func->loop_head[fr->block])
		earn_turn(b, fr);
}

/* Source asks at a loop's head whether there is another turn, objects mostly where they jump back. */
void budget_branch(struct budget *b, const struct frame *fr, const struct instr *branch, bool sure)
{
	uint32_t head = fr->block;

	for (unsigned side = 0; side < 2 && !fr->func->loop_head[head]; side++)
		if (branch->to[side] < fr->block)
			head = branch->to[side];
	if (fr->func->loop_head[head])
		seen(b, fr->func, head)->counts = sure;
}

bool budget_short(const struct budget *b, const struct frame *fr)
{
	return b->m->steps - b->begun > b->now / 2 && !counts_on(b, fr);
}
