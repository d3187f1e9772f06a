// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * layout: from a builder's loose blocks to a function body. Blocks that the entry does not reach are dropped; the
 * others are laid out in reverse postorder, so that outside of loops a block comes behind everything that leads to
 * it, and among a branch's sides `then` comes first. Temporaries are numbered anew in that order, parameters and variables first:
 * equal sources give equal models, whatever detours their front end made. A temporary whose definition was dropped
 * can only be used where control never comes from it, so it reads as undefined.
 */
#include "model/build.h"

#include <stdlib.h>

struct layout {
	struct build *b;
	struct func *f;
	uint32_t *order;     /* reachable blocks in their new order */
	uint32_t *new_block; /* old number to new, NO_BLOCK when unreachable */
	uint32_t *new_temp;  /* likewise */
	uint32_t n;
};

static void *new_table(uint32_t n, size_t item)
{
	void *p = calloc((size_t)n + 1, item);

	if (!p)
		__builtin_trap();
	return p;
}

static uint32_t *new_map(uint32_t n)
{
	uint32_t *map = new_table(n, sizeof(*map));

	memset(map, 0xff, n * sizeof(*map));
	return map;
}

static void close_blocks(struct build *b)
{
	for (uint32_t i = 0; i < b->blocks.n; i++) {
		struct body *body = &b->blocks.at[i];
		uint32_t pos = body->instrs.n ? body->instrs.at[body->instrs.n - 1].pos : b->place;

		if (!body->closed)
			vec_push(&body->instrs, (struct instr){.op = OP_UNREACHABLE, .dst = NO_TEMP, .pos = pos});
	}
}

static uint32_t count_successors(const struct instr *end)
{
	uint32_t k = 0;

	while (model_successor(end, k) != NO_BLOCK)
		k++;
	return k;
}

/* Depth first, last successor first; blocks enter `order` from its end when all that they lead to is done. */
static void order_blocks(struct layout *l)
{
	struct step {
		uint32_t block, left;
	} *stack;
	uint32_t n = l->b->blocks.n, depth = 0, first = n;
	bool *seen = new_table(n, sizeof(*seen));

	stack = new_table(n, sizeof(*stack));
	l->order = new_table(n, sizeof(*l->order));
	for (uint32_t block = 0;;) {
		if (block != NO_BLOCK && !seen[block]) {
			const struct body *body = &l->b->blocks.at[block];

			seen[block] = true;
			stack[depth++] = (struct step){block, count_successors(&body->instrs.at[body->instrs.n - 1])};
		}
		if (!depth)
			break;
		if (stack[depth - 1].left) {
			struct step *s = &stack[depth - 1];
			const struct body *body = &l->b->blocks.at[s->block];

			block = model_successor(&body->instrs.at[body->instrs.n - 1], --s->left);
		} else {
			l->order[--first] = stack[--depth].block;
			block = NO_BLOCK;
		}
	}
	l->n = n - first;
	memmove(l->order, l->order + first, l->n * sizeof(*l->order));
	free(stack);
	free(seen);
}

static void number_blocks(struct layout *l)
{
	l->new_block = new_map(l->b->blocks.n);
	for (uint32_t i = 0; i < l->n; i++)
		l->new_block[l->order[i]] = i;
}

/* Moves the blocks' instructions into the function, and gives the temporaries that they assign new numbers. */
static void move_instrs(struct layout *l)
{
	struct func *f = l->f;
	VEC(struct temp) temps = {0};

	l->new_temp = new_map(f->temps.n);
	for (uint32_t i = 0; i < f->params.n; i++) {
		uint32_t old = f->params.at[i];

		l->new_temp[old] = f->params.at[i] = temps.n;
		vec_push(&temps, f->temps.at[old]);
	}
	for (uint32_t old = 0; old < f->temps.n; old++)
		if (f->temps.at[old].is_var) {
			l->new_temp[old] = temps.n;
			vec_push(&temps, f->temps.at[old]);
		}
	for (uint32_t i = 0; i < l->n; i++) {
		struct body *body = &l->b->blocks.at[l->order[i]];
		struct block block = {.first = f->instrs.n, .count = body->instrs.n, .name = body->name};

		vec_push(&f->blocks, block);
		vec_room(&f->instrs, body->instrs.n);
		for (uint32_t k = 0; k < body->instrs.n; k++) {
			struct instr in = body->instrs.at[k];

			if (in.dst != NO_TEMP && !f->temps.at[in.dst].is_var) {
				struct temp t = f->temps.at[in.dst];

				t.def = f->instrs.n;
				l->new_temp[in.dst] = temps.n;
				vec_push(&temps, t);
			}
			if (in.dst != NO_TEMP)
				in.dst = l->new_temp[in.dst];
			f->instrs.at[f->instrs.n++] = in;
		}
	}
	vec_free(&f->temps);
	f->temps.at = temps.at;
	f->temps.n = temps.n;
	f->temps.cap = temps.cap;
}

static void renumber(struct layout *l, struct instr *i)
{
	const struct operand *operand;

	for (uint32_t k = 0; (operand = model_operand(i, k)); k++) {
		struct operand *own = (struct operand *)operand; /* the body's own, so may be written */

		if (own->kind != OPND_TEMP)
			continue;
		own->index = l->new_temp[own->index];
		if (own->index == NO_TEMP)
			*own = opnd_undef();
	}
	switch (op_info[i->op].shape) {
	case SHAPE_BR:
		i->to[1] = l->new_block[i->to[1]];
		/* fall through */
	case SHAPE_JMP:
	case SHAPE_SWITCH:
		i->to[0] = l->new_block[i->to[0]];
		break;
	default:
		break;
	}
	for (uint32_t k = 0; i->more && k < i->more->cases.n; k++)
		i->more->cases.at[k].block = l->new_block[i->more->cases.at[k].block];
}

void build_layout(struct build *b)
{
	struct layout l = {.b = b, .f = &b->u->funcs.at[b->func]};

	vec_free(&l.f->instrs);
	vec_free(&l.f->blocks);
	close_blocks(b);
	order_blocks(&l);
	number_blocks(&l);
	move_instrs(&l);
	for (uint32_t i = 0; i < l.f->instrs.n; i++)
		renumber(&l, &l.f->instrs.at[i]);
	free(l.order);
	free(l.new_block);
	free(l.new_temp);
}
