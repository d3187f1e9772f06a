// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * dominate: is a temporary assigned on every path that leads to its use? That is so when the assigning block
 * dominates the using one. Immediate dominators by the iteration of Cooper, Harvey and Kennedy ("A Simple, Fast
 * Dominance Algorithm"), which is near-linear on the graphs of real programs; numbering the tree's blocks on the way
 * in and out then answers each question in constant time. What the entry does not reach may do as it likes.
 */
#include "model/validate.h"

#include <stdlib.h>

struct tree {
	const struct func *f;
	uint32_t *postorder;           /* block numbers */
	uint32_t *number;              /* per block: its place in postorder, NO_BLOCK when unreachable */
	uint32_t *idom;                /* per block */
	uint32_t *enter, *leave;       /* per block: when a walk of the tree comes in and out */
	uint32_t *pred_first, *preds;  /* predecessors of block b: preds[pred_first[b] .. pred_first[b + 1]) */
	uint32_t n;                    /* reachable blocks */
};

static uint32_t *table(size_t n, uint8_t fill)
{
	uint32_t *t = malloc((n + 2) * sizeof(*t));

	if (!t)
		__builtin_trap();
	memset(t, fill, (n + 2) * sizeof(*t));
	return t;
}

static uint32_t successor(const struct func *f, uint32_t b, uint32_t k)
{
	return model_successor(&f->instrs.at[f->blocks.at[b].first + f->blocks.at[b].count - 1], k);
}

static void walk(struct tree *t)
{
	uint32_t n = t->f->blocks.n, depth = 1, to;
	uint32_t *path = table(n, 0), *next = table(n, 0);
	bool *seen = calloc(n + 1, 1);

	if (!seen)
		__builtin_trap();
	seen[0] = true;
	while (depth) {
		uint32_t b = path[depth - 1];

		to = successor(t->f, b, next[b]++);
		if (to == NO_BLOCK) {
			t->number[b] = t->n;
			t->postorder[t->n++] = b;
			depth--;
		} else if (!seen[to]) {
			seen[to] = true;
			path[depth++] = to;
		}
	}
	free(seen);
	free(path);
	free(next);
}

/* Edges out of reachable blocks, sorted by where they lead, by counting. */
static void find_preds(struct tree *t)
{
	uint32_t n = t->f->blocks.n, to, edges = 0;
	uint32_t *fill;

	for (uint32_t i = 0; i < t->n; i++)
		for (uint32_t k = 0; (to = successor(t->f, t->postorder[i], k)) != NO_BLOCK; k++) {
			t->pred_first[to + 1]++;
			edges++;
		}
	for (uint32_t b = 0; b < n; b++)
		t->pred_first[b + 1] += t->pred_first[b];
	t->preds = table(edges, 0);
	fill = table(n, 0);
	for (uint32_t i = 0; i < t->n; i++)
		for (uint32_t k = 0; (to = successor(t->f, t->postorder[i], k)) != NO_BLOCK; k++)
			t->preds[t->pred_first[to] + fill[to]++] = t->postorder[i];
	free(fill);
}

/* The nearest block that dominates both, as far as is known yet. */
static uint32_t meet(const struct tree *t, uint32_t a, uint32_t b)
{
	while (a != b) {
		while (t->number[a] < t->number[b])
			a = t->idom[a];
		while (t->number[b] < t->number[a])
			b = t->idom[b];
	}
	return a;
}

static void find_idoms(struct tree *t)
{
	bool changed = true;

	t->idom[0] = 0;
	while (changed) {
		changed = false;
		for (uint32_t i = t->n; i-- > 0;) {
			uint32_t b = t->postorder[i], idom = NO_BLOCK;

			for (uint32_t k = t->pred_first[b]; b && k < t->pred_first[b + 1]; k++)
				if (t->idom[t->preds[k]] != NO_BLOCK)
					idom = idom == NO_BLOCK ? t->preds[k] : meet(t, t->preds[k], idom);
			if (b && idom != t->idom[b]) {
				t->idom[b] = idom;
				changed = true;
			}
		}
	}
}

/*
 * In reverse postorder a block comes behind its dominator. Subtree sizes, summed in postorder, give each block an
 * interval inside its dominator's.
 */
static void number_tree(struct tree *t)
{
	uint32_t *size = table(t->f->blocks.n, 0), *used = table(t->f->blocks.n, 0);

	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t b = t->postorder[i];

		size[b]++;
		if (b)
			size[t->idom[b]] += size[b];
	}
	for (uint32_t i = t->n; i-- > 0;) {
		uint32_t b = t->postorder[i], up = t->idom[b];

		t->enter[b] = b ? t->enter[up] + 1 + used[up] : 0;
		if (b)
			used[up] += size[b];
		t->leave[b] = t->enter[b] + size[b];
	}
	free(size);
	free(used);
}

static bool dominates(const struct tree *t, uint32_t a, uint32_t b)
{
	return t->enter[a] <= t->enter[b] && t->enter[b] < t->leave[a];
}

static bool check_uses(struct validator *v, const struct tree *t, const uint32_t *home, uint32_t b)
{
	const struct func *f = t->f;
	const struct operand *o;

	for (uint32_t i = f->blocks.at[b].first; i < f->blocks.at[b].first + f->blocks.at[b].count; i++)
		for (uint32_t k = 0; (o = model_operand(&f->instrs.at[i], k)); k++) {
			uint32_t def;

			if (o->kind != OPND_TEMP || f->temps.at[o->index].is_var)
				continue;
			def = f->temps.at[o->index].def;
			if (home[o->index] == NO_BLOCK)
				return broken(v, "instruction %u uses %%%u, which is never assigned", i, o->index);
			if (def == NO_INSTR || (home[o->index] == b && def < i))
				continue;
			if (home[o->index] == b || t->number[home[o->index]] == NO_BLOCK || !dominates(t, home[o->index], b))
				return broken(v, "instruction %u uses %%%u, which is not assigned on every path to it", i, o->index);
		}
	return true;
}

static uint32_t *find_homes(const struct func *f)
{
	uint32_t *home = table(f->temps.n, 0xff);

	for (uint32_t i = 0; i < f->params.n; i++)
		home[f->params.at[i]] = 0;
	for (uint32_t b = 0; b < f->blocks.n; b++)
		for (uint32_t i = f->blocks.at[b].first; i < f->blocks.at[b].first + f->blocks.at[b].count; i++)
			if (f->instrs.at[i].dst != NO_TEMP)
				home[f->instrs.at[i].dst] = b;
	return home;
}

bool check_dominance(struct validator *v, const struct func *f)
{
	uint32_t n = f->blocks.n, *home;
	struct tree t = {.f = f};
	bool good = true;

	if (!n)
		return true;
	t.postorder = table(n, 0);
	t.number = table(n, 0xff);
	t.idom = table(n, 0xff);
	t.enter = table(n, 0);
	t.leave = table(n, 0);
	t.pred_first = table(n, 0);
	walk(&t);
	find_preds(&t);
	find_idoms(&t);
	number_tree(&t);
	home = find_homes(f);
	for (uint32_t b = 0; good && b < n; b++)
		good = t.number[b] == NO_BLOCK || check_uses(v, &t, home, b);
	free(home);
	free(t.postorder);
	free(t.number);
	free(t.idom);
	free(t.enter);
	free(t.leave);
	free(t.pred_first);
	free(t.preds);
	return good;
}
