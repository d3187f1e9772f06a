// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * access: loads, stores, copies. Every one raises EVENT_ACCESS first; what comes after it may assume that no rule
 * objected. The stack holds what was written to it. Other memory (map values, packets, globals, contexts) belongs to
 * others too, yet two reads with no write between give the same value in optimised code, so what was read or written
 * is remembered until something may have changed it (fresh.c says what the first read gives).
 *
 * Kernel: check_mem_access(), check_stack_read(), check_stack_write(), check_ctx_access().
 */
#include "machine/machine.h"
#include "machine/step.h"

#define MAX_CACHE 24

static uint64_t bits_mask(unsigned width)
{
	return width >= 64 ? UINT64_MAX : (1ull << width) - 1;
}

/* All of it is outside of the variable: in C that cannot be, so the compiler takes this path for one that is never gone. */
static bool beyond_local(const struct machine *m, const struct value *p, uint32_t size)
{
	return p->kind == VAL_STACK && !m->unit->final && p->s.smin > INT32_MIN && p->s.smax < INT32_MAX &&
	       (p->off + p->s.smax < 0 || p->off + p->s.smin + (int64_t)size > (int64_t)p->mem_size);
}

static bool emit_access(struct machine *m, struct state *st, const struct instr *i, const struct value *through, struct operand what,
			uint32_t size, bool write, const struct value *stored)
{
	struct value p = machine_narrow(m, st, through);
	struct event e = {.kind = EVENT_ACCESS, .m = m, .st = st, .func = state_top(st)->func, .instr = i, .ptr = &p,
			  .index = stored, .operand = what, .size = size, .write = write, .fixed = op_info[i->op].shape == SHAPE_COPY || op_info[i->op].shape == SHAPE_FILL ? 0 : i->imm,
			  .atomic = i->op == OP_ATOMIC, .op = (enum op)i->op, .type = i->type};

	if (m->emit(m->emit_data, &e))
		return true;
	machine_stack_used(m, st, &p);
	st->uncertain |= beyond_local(m, &p, size);
	return false;
}

/* ---- which memory ---- */

static uint32_t instance_of(const struct value *p)
{
	return p->kind == VAL_STACK ? p->frame : p->instance;
}

static bool same_place(const struct cached *c, const struct value *p)
{
	return c->kind == p->kind && c->object == p->object && c->instance == instance_of(p) && c->var_id == p->var_id;
}

static struct memory **cache_find(struct state *st, const struct value *p, bool create)
{
	struct cached c;

	for (uint32_t i = 0; i < st->cache.n; i++)
		if (same_place(&st->cache.at[i], p))
			return &st->cache.at[i].mem;
	if (!create)
		return NULL;
	if (st->cache.n == MAX_CACHE) {
		memory_drop(st->cache.at[0].mem);
		memmove(&st->cache.at[0], &st->cache.at[1], --st->cache.n * sizeof c);
	}
	memset(&c, 0, sizeof c);
	c.kind = p->kind;
	c.object = p->object;
	c.instance = instance_of(p);
	c.var_id = p->var_id;
	vec_push(&st->cache, c);
	return &st->cache.at[st->cache.n - 1].mem;
}

struct memory **machine_memory(struct machine *m, struct state *st, const struct value *p, bool create)
{
	switch (p->kind) {
	case VAL_STACK:
		if (p->frame >= st->nframes || !value_is_fixed(p) || p->off < 0)
			return NULL;
		return &st->frames[p->frame].locals[p->object];
	default:
		if (m->unit->final) /* nobody keeps for later what was read */
			return NULL;
		break;
	}
	switch (p->kind) {
	case VAL_MAP_VALUE: case VAL_MAP_KEY: case VAL_GLOBAL: case VAL_PACKET: case VAL_PACKET_META: case VAL_CTX: case VAL_MEM:
	case VAL_BTF: case VAL_ALLOC: case VAL_SOCK: case VAL_SOCK_COMMON: case VAL_TCP_SOCK: case VAL_XDP_SOCK: case VAL_FLOW_KEYS:
		if (p->off < 0 || (!value_is_fixed(p) && !p->var_id))
			return NULL; /* another variable part is another place */
		return cache_find(st, p, create);
	default:
		return NULL;
	}
}

static void cache_forget(struct state *st, const struct value *written)
{
	for (uint32_t i = 0; i < st->cache.n;) {
		struct cached *c = &st->cache.at[i];
		bool other = written && (c->kind != written->kind || c->object != written->object || same_place(c, written));

		if (c->kind == VAL_CTX || (c->kind == VAL_STACK && !written) || other) {
			i++;
			continue;
		}
		memory_drop(c->mem);
		*c = st->cache.at[--st->cache.n];
	}
}

/* What was read from this local at variable offsets. */
static void cache_forget_stack(struct state *st, const struct value *written)
{
	for (uint32_t i = 0; i < st->cache.n;) {
		struct cached *c = &st->cache.at[i];

		if (c->kind != VAL_STACK || written->kind != VAL_STACK || c->object != written->object || c->instance != written->frame) {
			i++;
			continue;
		}
		memory_drop(c->mem);
		*c = st->cache.at[--st->cache.n];
	}
}

/* Something unknown wrote: what others can write is forgotten, and with stack_too the locals whose address went around. */
void machine_clobber(struct machine *m, struct state *st, bool stack_too)
{
	cache_forget(st, NULL);
	for (uint32_t k = 0; stack_too && k < st->nframes; k++) {
		struct frame *fr = &st->frames[k];

		for (uint32_t n = 0; n < fr->func->locals.n; n++)
			if (fr->func->escapes[n] && !special_holds(fr->locals[n]))
				memory_fill(memory_own(&fr->locals[n]), 0, (uint32_t)fr->func->locals.at[n].size, CELL_MISC, TAINT_OPAQUE);
	}
}

/* ---- loads ---- */

/* For what the numbers in locals are used later. */
static void touched(struct machine *m, struct state *st, const struct instr *i, const struct value *p, uint32_t size, bool write)
{
	if (p->kind == VAL_STACK && p->frame < st->nframes)
		relevance_touch(m->relevance, state_top(st)->func, i, st->frames[p->frame].func, p->object, value_is_fixed(p) ? p->off : -1, size, write);
}

/* The verifier keeps numbers in slots of 8 bytes, from their beginning on: of others it knows no more than that they are zero. */
static bool slot_begins(const struct state *st, const struct value *p)
{
	return (p->off - (int64_t)st->frames[p->frame].func->locals.at[p->object].size) % 8 == 0;
}

static bool forgotten(const struct machine *m, const struct value *v)
{
	return m->unit->final && v->kind == VAL_SCALAR && (!scalar_is_const(v->s) || v->s.bits.value);
}

/* A stack load: what was stored; bytes never written may be anything. Kernel: check_stack_read_fixed_off(). */
static struct value load_stack(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	struct memory **mem = machine_memory(m, st, p, false);
	uint32_t size = i->width / 8, off = (uint32_t)p->off;
	struct value v;

	if (!mem && m->unit->final)
		return machine_fresh(m, scalar_bits(i->width));
	if (!mem) { /* a variable offset */
		mem = p->off >= 0 && p->var_id ? cache_find(st, p, true) : NULL;
		if (mem && *mem && memory_read(*mem, (uint32_t)p->off, size, &v))
			return v;
		v = machine_fresh(m, scalar_bits(i->width));
		if (p->frame < st->nframes && st->frames[p->frame].locals[p->object]) {
			const struct memory *whole = st->frames[p->frame].locals[p->object];

			for (uint32_t k = 0; k < whole->cells.n; k++) {
				const struct cell *c = &whole->cells.at[k];

				v.taint |= c->kind == CELL_VALUE ? c->v->taint : c->taint;
				if (c->kind == CELL_VALUE && c->v->kind != VAL_SCALAR)
					return value_unknown(v.taint | TAINT_OPAQUE); /* an array of pointers */
			}
		}
		if (mem)
			memory_write(memory_own(mem), (uint32_t)p->off, size, &v);
		return v;
	}
	if (!*mem || !memory_read(*mem, off, size, &v)) /* the optimiser may have taken it for anything; to the kernel it is some number */
		return m->unit->final ? machine_fresh(m, scalar_bits(i->width)) : value_unknown(TAINT_OPAQUE);
	if (forgotten(m, &v) && !(slot_begins(st, p) && memory_begins(*mem, off, size))) {
		uint8_t taint = v.taint;

		v = machine_fresh(m, scalar_bits(i->width));
		v.taint = taint;
		return v;
	}
	if (v.kind == VAL_SCALAR && !v.id && !scalar_is_const(v.s)) { /* the same bytes read again are the same number */
		v.id = ++m->next_id;
		v.delta = 0;
		memory_write(memory_own(mem), off, size, &v);
	}
	return v;
}

/* The address of a load, store or atomic operation. */
static struct value address_of(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = operand_at(m, st, i->a, 64);

	if (value_is_pointer(&p)) {
		p.off = value_moved(p.off, i->imm);
	} else if (i->imm && p.kind == VAL_SCALAR) {
		p.s = scalar_binop(SCALAR_ADD, 64, p.s, scalar_const((uint64_t)i->imm));
		p.id = 0;
	}
	return p;
}

/* Read from memory that the program writes to, it is any number, though the loading kernel knows more of where it stands. */
static bool is_any(const struct machine *m, const struct value *p, const struct value *v, unsigned width)
{
	const struct global *g = p->kind == VAL_GLOBAL ? &m->unit->globals.at[p->object] : NULL;

	if (g ? g->kind != GLOBAL_DATA || (g->is_static && !m->written[p->object]) : p->kind != VAL_MAP_VALUE)
		return false;
	return p->taint == TAINT_ENV && v->kind == VAL_SCALAR && !v->taint && scalar_equal(v->s, scalar_bits(width));
}

enum step machine_load(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = address_of(m, st, i), v;
	uint32_t size = i->width / 8;
	struct memory **mem;
	bool late;

	if (p.kind == VAL_UNKNOWN || p.kind == VAL_UNINIT || (i->flags & INSTR_ARENA)) {
		v = (i->flags & INSTR_ARENA) ? machine_fresh(m, scalar_bits(i->width)) : value_unknown(p.taint | TAINT_OPAQUE);
		machine_set(m, st, i, v);
		return STEP_NEXT;
	}
	late = late_keep(m, st, i, &p);
	if (!late && emit_access(m, st, i, &p, i->a, size, false, NULL))
		return STEP_FAULT;
	if (p.kind == VAL_STACK) {
		touched(m, st, i, &p, size, false);
		v = load_stack(m, st, i, &p);
	} else {
		mem = i->flags & INSTR_VOLATILE ? NULL : machine_memory(m, st, &p, true);
		if (!mem || !*mem || p.off > INT32_MAX || !memory_read(*mem, (uint32_t)p.off, size, &v)) {
			v = fresh_load(m, st, i, &p);
			if (mem && p.off <= INT32_MAX)
				memory_write(memory_own(mem), (uint32_t)p.off, size, &v);
		}
	}
	if (i->from && v.kind == VAL_SCALAR && !scalar_is_const(v.s)) {
		uint8_t taint = v.taint;

		v = machine_fresh(m, scalar_sext(v.s, i->width, 64));
		v.taint = taint;
	} else if (i->from && v.kind == VAL_SCALAR)
		v.s = scalar_sext(v.s, i->width, 64);
	else if (v.kind == VAL_SCALAR) /* never wider than what was read */
		v.s = scalar_is_const(v.s) ? scalar_const(v.s.bits.value & bits_mask(i->width)) : v.s;
	v.taint |= (is_any(m, &p, &v, i->width) ? 0 : p.taint) | (late ? TAINT_LATE : 0);
	machine_set(m, st, i, v);
	return STEP_NEXT;
}

/* ---- stores ---- */

/* Where a write through a pointer with a variable offset may land: unknown from then on. */
static void smear(struct machine *m, struct state *st, const struct value *p, uint32_t size, uint8_t taint)
{
	special_overwritten(m, st, p, size, NULL);
	cache_forget_stack(st, p);
	if (p->kind == VAL_STACK && p->frame < st->nframes) {
		struct memory **mem = &st->frames[p->frame].locals[p->object];
		int64_t whole = st->frames[p->frame].func->locals.at[p->object].size;
		int64_t lo = p->s.smin < -whole || p->s.smin > whole ? 0 : p->off + p->s.smin;
		int64_t hi = p->s.smax < -whole || p->s.smax > whole ? whole : p->off + p->s.smax + size;

		if (lo < 0)
			lo = 0;
		if (hi > whole)
			hi = whole;
		if (lo < hi)
			memory_fill(memory_own(mem), (uint32_t)lo, (uint32_t)(hi - lo), CELL_MISC, taint | p->taint);
	} else if (p->kind == VAL_UNKNOWN) {
		machine_clobber(m, st, true);
	} else {
		struct value other = *p;

		other.instance = UINT32_MAX; /* no instance is the one written: all of the object are forgotten */
		cache_forget(st, &other);
	}
}

static void put(struct machine *m, struct state *st, const struct value *p, uint32_t size, const struct value *v, bool is_volatile)
{
	struct memory **mem = is_volatile && p->kind != VAL_STACK ? NULL : machine_memory(m, st, p, true);

	if (!mem || p->off > INT32_MAX) {
		smear(m, st, p, size, v->taint);
		return;
	}
	if (p->kind == VAL_STACK) {
		uint64_t whole = st->frames[p->frame].func->locals.at[p->object].size;

		if ((uint64_t)p->off + size > whole)
			return;
		special_overwritten(m, st, p, size, NULL);
		cache_forget_stack(st, p);
		mem = machine_memory(m, st, p, true);
		if (forgotten(m, v) && !slot_begins(st, p)) {
			memory_fill(memory_own(mem), (uint32_t)p->off, size, CELL_MISC, v->taint);
			return;
		}
	} else {
		cache_forget(st, p);
		mem = machine_memory(m, st, p, true);
	}
	memory_write(memory_own(mem), (uint32_t)p->off, size, v);
}

enum step machine_store(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = address_of(m, st, i), v = operand_at(m, st, i->b, i->width);
	uint32_t size = i->width / 8;

	if (p.kind != VAL_UNKNOWN && p.kind != VAL_UNINIT && !(i->flags & INSTR_ARENA)) {
		if (emit_access(m, st, i, &p, i->a, size, true, &v))
			return STEP_FAULT;
		if (value_is_pointer(&v) && p.kind != VAL_STACK) {
			struct event e = {.kind = EVENT_STORE_POINTER, .m = m, .st = st, .func = state_top(st)->func, .instr = i,
					  .ptr = &v, .index = &p, .operand = i->b, .size = size, .type = i->type};

			if (m->emit(m->emit_data, &e))
				return STEP_FAULT;
		}
	}
	touched(m, st, i, &p, size, true);
	st->effects += p.kind != VAL_STACK || (i->flags & INSTR_VOLATILE);
	if (!(i->flags & INSTR_ARENA))
		put(m, st, &p, size, &v, i->flags & INSTR_VOLATILE);
	return STEP_NEXT;
}

enum step machine_copy(struct machine *m, struct state *st, const struct instr *i)
{
	struct value to = operand_at(m, st, i->a, 64), from = operand_at(m, st, i->b, 64);
	uint32_t size = (uint32_t)i->imm;
	struct memory **src, **dst;
	uint8_t taint = from.taint | (from.kind == VAL_UNKNOWN ? TAINT_OPAQUE : 0);

	if (!size)
		return STEP_NEXT;
	if (from.kind > VAL_UNKNOWN || from.kind == VAL_SCALAR)
		if (emit_access(m, st, i, &from, i->b, size, false, NULL))
			return STEP_FAULT;
	if (to.kind > VAL_UNKNOWN || to.kind == VAL_SCALAR)
		if (emit_access(m, st, i, &to, i->a, size, true, NULL))
			return STEP_FAULT;
	touched(m, st, i, &from, size, false);
	touched(m, st, i, &to, size, true);
	dst = machine_memory(m, st, &to, true);
	if (!dst || to.off > INT32_MAX) {
		smear(m, st, &to, size, taint);
		return STEP_NEXT;
	}
	if (to.kind != VAL_STACK)
		cache_forget(st, &to);
	else {
		special_overwritten(m, st, &to, size, i);
		cache_forget_stack(st, &to);
	}
	src = machine_memory(m, st, &from, false);
	dst = machine_memory(m, st, &to, true);
	if (to.kind == VAL_STACK && (uint64_t)to.off + size > st->frames[to.frame].func->locals.at[to.object].size)
		return STEP_NEXT;
	if (from.kind == VAL_STACK && src) {
		struct memory *held = *src;

		if (held)
			held->users++; /* source and target may be the same object */
		memory_move(memory_own(dst), (uint32_t)to.off, held, (uint32_t)from.off, size);
		memory_drop(held);
		return STEP_NEXT;
	}
	memory_fill(memory_own(dst), (uint32_t)to.off, size, CELL_MISC, taint);
	if (src && *src && from.off <= INT32_MAX) { /* what is remembered of the source keeps its identity */
		struct memory *held = *src;

		held->users++;
		for (uint32_t k = 0; k < held->cells.n; k++) {
			const struct cell *c = &held->cells.at[k];

			if (c->kind == CELL_VALUE && c->off >= (uint64_t)from.off && c->off + c->size <= (uint64_t)from.off + size)
				memory_write(memory_own(dst), c->off - (uint32_t)from.off + (uint32_t)to.off, c->size, c->v);
		}
		memory_drop(held);
	}
	return STEP_NEXT;
}

enum step machine_fill(struct machine *m, struct state *st, const struct instr *i)
{
	struct value to = operand_at(m, st, i->a, 64), byte = operand_at(m, st, i->b, 8);
	uint32_t size = (uint32_t)i->imm;
	struct memory **dst;

	if (!size)
		return STEP_NEXT;
	if (to.kind > VAL_UNKNOWN || to.kind == VAL_SCALAR)
		if (emit_access(m, st, i, &to, i->a, size, true, &byte))
			return STEP_FAULT;
	touched(m, st, i, &to, size, true);
	dst = machine_memory(m, st, &to, true);
	if (!dst || to.off > INT32_MAX) {
		smear(m, st, &to, size, byte.taint);
		return STEP_NEXT;
	}
	if (to.kind != VAL_STACK) {
		cache_forget(st, &to);
		dst = machine_memory(m, st, &to, true);
	} else if ((uint64_t)to.off + size > st->frames[to.frame].func->locals.at[to.object].size) {
		return STEP_NEXT;
	} else {
		special_overwritten(m, st, &to, size, i);
		cache_forget_stack(st, &to);
		dst = machine_memory(m, st, &to, true);
	}
	memory_fill(memory_own(dst), (uint32_t)to.off, size,
		    byte.kind == VAL_SCALAR && scalar_is_const(byte.s) && !(byte.s.bits.value & 0xff) ? CELL_ZERO : CELL_MISC, byte.taint);
	return STEP_NEXT;
}

enum step machine_atomic(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = address_of(m, st, i), v = machine_fresh(m, scalar_bits(i->width));

	if ((p.kind > VAL_UNKNOWN || p.kind == VAL_SCALAR) && !(i->flags & INSTR_ARENA))
		if (emit_access(m, st, i, &p, i->a, i->width / 8, i->from != ATOMIC_LOAD, NULL))
			return STEP_FAULT;
	st->effects++;
	if (p.kind == VAL_STACK && value_is_fixed(&p) && p.off >= 0 && i->from != ATOMIC_STORE) { /* what was there */
		struct memory **mem = machine_memory(m, st, &p, false);
		struct value was;

		if (mem && *mem && memory_read(*mem, (uint32_t)p.off, i->width / 8, &was) && was.kind == VAL_SCALAR)
			v = was;
	}
	if (i->from != ATOMIC_LOAD && !(i->flags & INSTR_ARENA)) {
		struct value after = i->from == ATOMIC_STORE ? machine_operand(m, st, i->b) : value_scalar(scalar_bits(i->width));

		touched(m, st, i, &p, i->width / 8, true);
		put(m, st, &p, i->width / 8, &after, false);
	}
	v.taint |= p.taint;
	machine_set(m, st, i, v);
	return STEP_NEXT;
}
