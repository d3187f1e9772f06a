// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "machine/relevance.h"

#include <stdlib.h>

/* A local is told apart by words of 8 bytes, the last bit standing for all behind it. */
#define WORDS 64

struct touch {
	const struct func *f, *owner;
	const struct instr *i;
	uint32_t local;
	uint64_t words;
	bool write;
};

struct call_site {
	const struct func *caller, *callee;
	const struct instr *i;
};

/* Two numbers that were compared. */
struct tie {
	const struct func *f;
	uint32_t temps[2];
};

struct todo {
	const struct func *f;
	uint32_t temp;
};

struct relevance {
	const struct unit *u;
	uint8_t **temps;      /* per function and temporary */
	uint8_t **slots;      /* the same for those that cross blocks, by slot */
	uint64_t **locals;    /* per function and local: words */
	uint32_t **first;     /* per function and instruction: its latest touch + 1 */
	uint32_t **writes;    /* per function and temporary: an instruction that gives it a value + 1; a variable has several */
	uint32_t **other;     /* per function and instruction: another one that gives the same one a value + 1 */
	VEC(struct touch) touches;
	VEC(uint32_t) before; /* per touch: the same instruction's one before it + 1 */
	VEC(struct call_site) calls;
	VEC(struct tie) ties;
	uint8_t **tied;       /* per function and instruction: a comparison that is among them */
	VEC(struct todo) todo; /* marked, but not yet followed */
};

static uint32_t index_of(const struct relevance *r, const struct func *f)
{
	return (uint32_t)(f - r->u->funcs.at);
}

static void *table(size_t n, size_t item)
{
	void *p = calloc(n ? n : 1, item);
	if (!p)
		__builtin_trap();
	return p;
}

struct relevance *relevance_new(const struct unit *u)
{
	struct relevance *r = table(1, sizeof *r);

	r->u = u;
	r->temps = table(u->funcs.n, sizeof *r->temps);
	r->slots = table(u->funcs.n, sizeof *r->slots);
	r->locals = table(u->funcs.n, sizeof *r->locals);
	r->first = table(u->funcs.n, sizeof *r->first);
	r->writes = table(u->funcs.n, sizeof *r->writes);
	r->other = table(u->funcs.n, sizeof *r->other);
	r->tied = table(u->funcs.n, sizeof *r->tied);
	return r;
}

void relevance_free(struct relevance *r)
{
	for (uint32_t f = 0; f < r->u->funcs.n; f++) {
		free(r->temps[f]);
		free(r->slots[f]);
		free(r->locals[f]);
		free(r->first[f]);
		free(r->writes[f]);
		free(r->other[f]);
		free(r->tied[f]);
	}
	free(r->temps);
	free(r->slots);
	free(r->locals);
	free(r->first);
	free(r->writes);
	free(r->other);
	free(r->tied);
	vec_free(&r->ties);
	vec_free(&r->touches);
	vec_free(&r->before);
	vec_free(&r->calls);
	vec_free(&r->todo);
	free(r);
}

/* Tables of functions that are never run are never made. */
static void prepare(struct relevance *r, const struct func *f)
{
	uint32_t n = index_of(r, f);

	if (r->temps[n])
		return;
	r->temps[n] = table(f->temps.n, 1);
	r->slots[n] = table(f->nslots, 1);
	r->locals[n] = table(f->locals.n, sizeof(uint64_t));
	r->first[n] = table(f->instrs.n, sizeof(uint32_t));
	r->writes[n] = table(f->temps.n, sizeof(uint32_t));
	r->other[n] = table(f->instrs.n, sizeof(uint32_t));
	r->tied[n] = table(f->instrs.n, 1);
	for (uint32_t i = 0; i < f->instrs.n; i++) {
		uint32_t t = f->instrs.at[i].dst;

		if (t == NO_TEMP)
			continue;
		r->other[n][i] = r->writes[n][t];
		r->writes[n][t] = i + 1;
	}
}

static uint64_t words_of(int64_t off, uint32_t size)
{
	int64_t lo = off / 8, hi = (off + size - 1) / 8;

	if (!size || off < 0)
		return UINT64_MAX;
	if (lo >= WORDS)
		lo = WORDS - 1;
	if (hi >= WORDS)
		hi = WORDS - 1;
	return (hi - lo == 63 ? UINT64_MAX : ((1ull << (hi - lo + 1)) - 1)) << lo;
}

static void need(struct relevance *r, const struct func *f, struct operand o)
{
	struct todo t = {f, o.index};

	if (o.kind != OPND_TEMP)
		return;
	prepare(r, f);
	if (r->temps[index_of(r, f)][o.index])
		return;
	r->temps[index_of(r, f)][o.index] = 1;
	if (f->slot[o.index] != NO_TEMP)
		r->slots[index_of(r, f)][f->slot[o.index]] = 1;
	vec_push(&r->todo, t);
}

static void need_reads(struct relevance *r, const struct func *f, const struct instr *i);

static void need_words(struct relevance *r, const struct func *owner, uint32_t local, uint64_t words)
{
	uint64_t *had;

	prepare(r, owner);
	had = &r->locals[index_of(r, owner)][local];
	if (!(words & ~*had))
		return;
	*had |= words;
	for (uint32_t k = 0; k < r->touches.n; k++) {
		struct touch t = r->touches.at[k];

		if (!t.write || t.owner != owner || t.local != local || !(t.words & words))
			continue;
		need(r, t.f, t.i->b);
		need_reads(r, t.f, t.i); /* a copy */
	}
}

/* What a load read, or a copy copied. */
static void need_reads(struct relevance *r, const struct func *f, const struct instr *i)
{
	uint32_t n = index_of(r, f);

	prepare(r, f);
	for (uint32_t k = r->first[n][i - f->instrs.at]; k; k = r->before.at[k - 1]) {
		struct touch t = r->touches.at[k - 1];

		if (!t.write)
			need_words(r, t.owner, t.local, t.words);
	}
}

static void need_call_result(struct relevance *r, const struct func *f, const struct instr *i)
{
	for (uint32_t k = 0; k < r->calls.n; k++) {
		struct call_site c = r->calls.at[k];

		if (c.i != i || c.caller != f)
			continue;
		for (uint32_t n = 0; n < c.callee->instrs.n; n++)
			if (c.callee->instrs.at[n].op == OP_RET)
				need(r, c.callee, c.callee->instrs.at[n].a);
	}
}

static void need_parameter(struct relevance *r, const struct func *f, uint32_t t)
{
	for (uint32_t p = 0; p < f->params.n; p++) {
		if (f->params.at[p] != t)
			continue;
		for (uint32_t k = 0; k < r->calls.n; k++) {
			struct call_site c = r->calls.at[k];

			if (c.callee == f && c.i->more && p < c.i->more->args.n)
				need(r, c.caller, c.i->more->args.at[p]);
		}
	}
}

static void follow_write(struct relevance *r, const struct func *f, const struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_LOAD:
		need_reads(r, f, i);
		return;
	case SHAPE_CALL:
		need_call_result(r, f, i);
		return;
	default:
		need(r, f, i->a);
		need(r, f, i->b);
	}
}

/* What it was compared with may have told what is known of it. */
static void need_tied(struct relevance *r, const struct func *f, uint32_t t)
{
	for (uint32_t k = 0; k < r->ties.n; k++)
		for (int side = 0; side < 2; side++)
			if (r->ties.at[k].f == f && r->ties.at[k].temps[side] == t)
				need(r, f, opnd_temp(r->ties.at[k].temps[!side]));
}

static void follow(struct relevance *r, const struct func *f, uint32_t t)
{
	uint32_t n = index_of(r, f);

	need_parameter(r, f, t);
	need_tied(r, f, t);
	for (uint32_t i = r->writes[n][t]; i; i = r->other[n][i - 1])
		follow_write(r, f, &f->instrs.at[i - 1]);
}

static void drain(struct relevance *r)
{
	while (r->todo.n) {
		struct todo t = r->todo.at[--r->todo.n];

		follow(r, t.f, t.temp);
	}
}

void relevance_need(struct relevance *r, const struct func *f, struct operand o)
{
	need(r, f, o);
	drain(r);
}

void relevance_need_local(struct relevance *r, const struct func *owner, uint32_t local)
{
	need_words(r, owner, local, UINT64_MAX);
	drain(r);
}

/* The register behind a part of it. */
static uint32_t whole(const struct func *f, uint32_t t)
{
	uint32_t def;

	while ((def = f->temps.at[t].def) != NO_INSTR && op_info[f->instrs.at[def].op].shape == SHAPE_CONV && f->instrs.at[def].a.kind == OPND_TEMP)
		t = f->instrs.at[def].a.index;
	return t;
}

void relevance_tie(struct relevance *r, const struct func *f, const struct instr *compare)
{
	struct tie t = {.f = f};
	uint32_t n = index_of(r, f);

	prepare(r, f);
	if (compare->a.kind != OPND_TEMP || compare->b.kind != OPND_TEMP || r->tied[n][compare - f->instrs.at])
		return;
	r->tied[n][compare - f->instrs.at] = 1;
	t.temps[0] = whole(f, compare->a.index);
	t.temps[1] = whole(f, compare->b.index);
	vec_push(&r->ties, t);
	for (int side = 0; side < 2; side++)
		if (r->temps[n][t.temps[side]])
			need(r, f, opnd_temp(t.temps[!side]));
	drain(r);
}

void relevance_touch(struct relevance *r, const struct func *f, const struct instr *i, const struct func *owner, uint32_t local,
		     int64_t off, uint32_t size, bool write)
{
	struct touch t = {f, owner, i, local, words_of(off, size), write};
	uint32_t n = index_of(r, f), *first;

	prepare(r, f);
	prepare(r, owner);
	first = &r->first[n][i - f->instrs.at];
	for (uint32_t k = *first; k; k = r->before.at[k - 1]) {
		struct touch *had = &r->touches.at[k - 1];

		if (had->owner == owner && had->local == local && had->write == write && !(t.words & ~had->words))
			return;
	}
	vec_push(&r->touches, t);
	vec_push(&r->before, *first);
	*first = r->touches.n;
	/* what this instruction carries may already be known to matter */
	if (write && (r->locals[index_of(r, owner)][local] & t.words)) {
		need(r, f, i->b);
		need_reads(r, f, i); /* a copy */
	}
	if (!write && i->dst != NO_TEMP && r->temps[n][i->dst])
		need_words(r, owner, local, t.words);
	if (i->op == OP_MEMCPY || i->op == OP_MEMMOVE)
		for (uint32_t k = *first; k; k = r->before.at[k - 1]) {
			struct touch to = r->touches.at[k - 1];

			if (to.write && (r->locals[index_of(r, to.owner)][to.local] & to.words)) {
				need_reads(r, f, i);
				break;
			}
		}
	drain(r);
}

void relevance_call(struct relevance *r, const struct func *caller, const struct instr *i, const struct func *f)
{
	struct call_site c = {caller, f, i};

	for (uint32_t k = 0; k < r->calls.n; k++)
		if (r->calls.at[k].i == i && r->calls.at[k].callee == f)
			return;
	vec_push(&r->calls, c);
	prepare(r, caller);
	prepare(r, f);
	for (uint32_t p = 0; p < f->params.n && i->more && p < i->more->args.n; p++)
		if (r->temps[index_of(r, f)][f->params.at[p]])
			need(r, caller, i->more->args.at[p]);
	if (i->dst != NO_TEMP && r->temps[index_of(r, caller)][i->dst])
		need_call_result(r, caller, i);
	drain(r);
}

bool relevance_of_slot(const struct relevance *r, const struct func *f, uint32_t block, uint32_t slot)
{
	uint32_t n = index_of(r, f);

	if (f->slot_owner)
		return r->temps[n] && r->temps[n][f->slot_owner[(size_t)block * f->nslots + slot]];
	return r->slots[n] && r->slots[n][slot];
}

bool relevance_of_bytes(const struct relevance *r, const struct func *owner, uint32_t local, uint32_t off, uint32_t size)
{
	uint32_t n = index_of(r, owner);

	return r->locals[n] && (r->locals[n][local] & words_of(off, size));
}
