// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdlib.h>

#include "flow/flow.h"

/* Something in the block ends the program, or may. */
static bool may_end(const struct func *f, const struct block *b)
{
	const struct instr *last = &f->instrs.at[b->first + b->count - 1];

	if (model_successor(last, 0) == NO_BLOCK)
		return true;
	for (const struct instr *i = &f->instrs.at[b->first]; i <= last; i++)
		if (i->op == OP_CALL || i->op == OP_OPAQUE)
			return true;
	return false;
}

bool loop_closed(const struct unit *u, const struct func *f, uint32_t from)
{
	uint8_t *seen;
	uint32_t *todo, n = 0;
	bool out = u->cplusplus; /* C++ lets the compiler drop it */

	seen = calloc(f->blocks.n, 1);
	todo = calloc(f->blocks.n, sizeof *todo);
	if (!seen || !todo)
		__builtin_trap();
	seen[from] = 1;
	todo[n++] = from;
	while (n && !out) {
		const struct block *b = &f->blocks.at[todo[--n]];
		uint32_t to;

		out = may_end(f, b);
		for (uint32_t k = 0; (to = model_successor(&f->instrs.at[b->first + b->count - 1], k)) != NO_BLOCK; k++)
			if (!seen[to]) {
				seen[to] = 1;
				todo[n++] = to;
			}
	}
	free(seen);
	free(todo);
	return !out;
}

static uint32_t loop_end(const struct func *f, uint32_t head)
{
	uint32_t end = head, to;

	for (uint32_t b = head; b < f->blocks.n; b++)
		for (uint32_t k = 0; (to = model_successor(&f->instrs.at[f->blocks.at[b].first + f->blocks.at[b].count - 1], k)) != NO_BLOCK; k++)
			if (to == head)
				end = b;
	return end;
}

static bool steps(const struct func *f, const struct block *b)
{
	for (uint32_t n = 0; n < b->count; n++) {
		const struct instr *i = &f->instrs.at[b->first + n];
		const struct kfunc_facts *k = i->op == OP_CALL && i->more->callee == CALLEE_KFUNC ? kernel_kfunc(i->more->name) : NULL;

		if (i->op == OP_ANY || (k && k->flags & KFUNC_ITER_NEXT))
			return true;
	}
	return false;
}

bool loop_stepped(const struct func *f, uint32_t head)
{
	uint32_t end = loop_end(f, head);

	for (uint32_t b = head, inside = head; b <= end; b++) {
		if (b > head && f->loop_head[b] && loop_end(f, b) >= inside)
			inside = loop_end(f, b) + 1;
		if ((b >= inside || b == head) && steps(f, &f->blocks.at[b]))
			return true;
	}
	return false;
}
