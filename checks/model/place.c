// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * place: which local an address points into. A temporary that ptradd, field or a cast made points into the object
 * that its first operand points into, so every temporary has at most one parent, and following parents ends at a
 * local or at something else. Each is followed once.
 */
#include "model/usage.h"

#include <stdlib.h>

/* Shapes that are not listed use their operands as values. */
static const uint8_t roles[SHAPE_NONE + 1][3] = {
	[SHAPE_PTR] = {ROLE_CHAIN, ROLE_VALUE},
	[SHAPE_FIELD] = {ROLE_CHAIN},
	[SHAPE_CAST] = {ROLE_CHAIN},
	[SHAPE_LOAD] = {ROLE_READ},
	[SHAPE_STORE] = {ROLE_WRITE, ROLE_VALUE},
	[SHAPE_COPY] = {ROLE_WRITE, ROLE_READ},
	[SHAPE_FILL] = {ROLE_WRITE, ROLE_VALUE},
	[SHAPE_COMPARE] = {ROLE_READ, ROLE_READ},
	[SHAPE_ATOMIC] = {ROLE_UPDATE, ROLE_VALUE, ROLE_VALUE},
	[SHAPE_LOCAL] = {ROLE_NONE},
};

enum role usage_role(const struct instr *i, uint32_t operand)
{
	return operand < 3 ? roles[op_info[i->op].shape][operand] : ROLE_VALUE;
}

void *usage_table(size_t n, size_t item)
{
	void *p = calloc(n + 1, item);

	if (!p)
		__builtin_trap();
	return p;
}

struct place usage_place(const struct place *temps, struct operand o)
{
	struct place p = {.local = NO_LOCAL};

	if (o.kind == OPND_LOCAL)
		p = (struct place){.local = o.index, .exact = true, .off = o.imm};
	else if (o.kind == OPND_TEMP)
		p = temps[o.index];
	return p;
}

/* The instruction that makes temporary t out of another address, or NULL. */
static const struct instr *chain_def(const struct func *f, uint32_t t)
{
	uint32_t def = f->temps.at[t].def;

	if (def >= f->instrs.n || usage_role(&f->instrs.at[def], 0) != ROLE_CHAIN)
		return NULL;
	return &f->instrs.at[def];
}

static struct place step(struct place p, const struct instr *i)
{
	if (i->op == OP_FIELD)
		p.exact &= !__builtin_add_overflow(p.off, i->imm, &p.off);
	else if (i->op == OP_PTRADD)
		p.exact &= i->b.kind == OPND_IMM && !__builtin_add_overflow(p.off, i->b.imm, &p.off);
	return p;
}

struct place *usage_places(const struct func *f)
{
	struct place *places = usage_table(f->temps.n, sizeof(*places));
	bool *known = usage_table(f->temps.n, sizeof(*known));
	VEC(uint32_t) path = {0};

	for (uint32_t t = 0; t < f->temps.n; t++)
		places[t].local = NO_LOCAL;
	for (uint32_t t = 0; t < f->temps.n; t++) {
		const struct instr *def;

		for (uint32_t at = t; !known[at] && (def = chain_def(f, at)); at = def->a.index) {
			known[at] = true; /* or about to be; a cycle, which no valid model has, ends here too */
			vec_push(&path, at);
			if (def->a.kind != OPND_TEMP)
				break;
		}
		while (path.n) {
			uint32_t at = path.at[--path.n];

			def = chain_def(f, at);
			places[at] = step(usage_place(places, def->a), def);
		}
	}
	vec_free(&path);
	free(known);
	return places;
}

uint64_t usage_written(const struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_STORE:
		return i->width / 8;
	case SHAPE_COPY:
	case SHAPE_FILL:
		return (uint64_t)i->imm;
	default:
		return 0;
	}
}
