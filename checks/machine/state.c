// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * state: what one path knows. A state is copied when a path forks; what memory holds is shared until one side writes
 * (memory.c), so a copy costs the live values of the frames and no more.
 *
 * Kernel: copy_verifier_state(), acquire_reference(), release_reference().
 */
#include <stdlib.h>

#include "machine/machine.h"

static void *take(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		__builtin_trap();
	return p;
}

/* Room for `room` bytes, the first `size` of them as at `from`. */
static void *take_copy(const void *from, size_t size, size_t room)
{
	void *p = malloc(room ? room : 1);
	if (!p)
		__builtin_trap();
	if (size)
		memcpy(p, from, size);
	return p;
}

struct state *state_new(void)
{
	return take(sizeof(struct state));
}

/* One block: values first, for they want the most alignment. At rest `nslots` is what there is of them. */
static size_t frame_size(const struct func *f, uint32_t nslots)
{
	return nslots * sizeof(struct value) + f->locals.n * sizeof(struct memory *) + f->nloops * sizeof(uint16_t);
}

static void frame_lay(struct frame *fr, void *block, uint32_t nslots)
{
	fr->slots = block;
	fr->locals = (struct memory **)(fr->slots + nslots);
	fr->visits = (uint16_t *)(fr->locals + fr->func->locals.n);
}

static void frame_copy(struct frame *to, const struct frame *from)
{
	size_t size = frame_size(from->func, from->func->nslots);

	*to = *from;
	frame_lay(to, take_copy(from->slots, size, size), from->func->nslots);
	for (uint32_t i = 0; i < from->func->locals.n; i++)
		if (to->locals[i])
			to->locals[i]->users++;
}

static void frame_drop(struct frame *fr)
{
	for (uint32_t i = 0; i < fr->func->locals.n; i++)
		memory_drop(fr->locals[i]);
	free(fr->slots);
}

/* Frames, and what lies behind them, have no content beyond what there is of each. */
static size_t up_to_frames(const struct state *st)
{
	return offsetof(struct state, frames) + st->nframes * sizeof(struct frame);
}

static bool ends_with_frames(const struct state *st)
{
	return !st->nlate && !st->nheld && !st->nknown;
}

static struct state *begin_copy(const struct state *st, size_t room)
{
	struct state *n = take_copy(st, up_to_frames(st), room);

	if (st->nlate)
		memcpy(n->late, st->late, st->nlate * sizeof *n->late);
	if (st->nheld)
		memcpy(n->held, st->held, st->nheld * sizeof *n->held);
	for (uint32_t i = 0; i < st->nframes; i++)
		frame_copy(&n->frames[i], &st->frames[i]);
	memset(&n->refs, 0, sizeof n->refs);
	for (uint32_t i = 0; i < st->refs.n; i++)
		vec_push(&n->refs, st->refs.at[i]);
	memset(&n->cache, 0, sizeof n->cache);
	return n;
}

struct state *state_keep(const struct state *st)
{
	struct state *n = begin_copy(st, st->nlate || st->nheld ? sizeof *st : up_to_frames(st));

	n->from = NULL;
	n->nknown = 0;
	return n;
}

struct state *state_copy(const struct state *st)
{
	struct state *n = begin_copy(st, sizeof *st);

	if (st->nknown)
		memcpy(n->known, st->known, st->nknown * sizeof *n->known);
	for (uint32_t i = 0; i < st->cache.n; i++) {
		vec_push(&n->cache, st->cache.at[i]);
		if (st->cache.at[i].mem)
			st->cache.at[i].mem->users++;
	}
	return n;
}

static void *resize(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p)
		__builtin_trap();
	return p;
}

/* At rest a frame has only the slots that hold something, and behind all, for each slot, whether it does. */
static void rest_frame(struct frame *fr)
{
	static const struct value none;
	uint32_t nslots = fr->func->nslots, n = 0;
	struct frame was = *fr;
	uint8_t *holds;

	for (uint32_t k = 0; k < nslots; k++)
		n += memcmp(&was.slots[k], &none, sizeof none) != 0;
	frame_lay(fr, take(frame_size(fr->func, n) + nslots), n);
	holds = (uint8_t *)(fr->visits + fr->func->nloops);
	for (uint32_t k = 0, at = 0; k < nslots; k++)
		if (memcmp(&was.slots[k], &none, sizeof none)) {
			fr->slots[at++] = was.slots[k];
			holds[k] = 1;
		}
	memcpy(fr->locals, was.locals, frame_size(fr->func, 0));
	free(was.slots);
}

static void wake_frame(struct frame *fr)
{
	uint32_t nslots = fr->func->nslots, n = 0;
	struct frame was = *fr;
	const uint8_t *holds = (const uint8_t *)(was.visits + fr->func->nloops);

	frame_lay(fr, take(frame_size(fr->func, nslots)), nslots);
	for (uint32_t k = 0; k < nslots; k++)
		if (holds[k])
			fr->slots[k] = was.slots[n++];
	memcpy(fr->locals, was.locals, frame_size(fr->func, 0));
	free(was.slots);
}

struct state *state_rest(struct state *st)
{
	if (st->at_rest)
		return st;
	st->at_rest = true;
	for (uint32_t i = 0; i < st->nframes; i++)
		rest_frame(&st->frames[i]);
	return ends_with_frames(st) ? resize(st, up_to_frames(st)) : st;
}

struct state *state_wake(struct state *st)
{
	if (!st->at_rest)
		return st;
	st->at_rest = false;
	for (uint32_t i = 0; i < st->nframes; i++)
		wake_frame(&st->frames[i]);
	return resize(st, sizeof *st);
}

void state_free(struct state *st)
{
	if (!st)
		return;
	for (uint32_t i = 0; i < st->nframes; i++)
		frame_drop(&st->frames[i]);
	for (uint32_t i = 0; i < st->cache.n; i++)
		memory_drop(st->cache.at[i].mem);
	vec_free(&st->cache);
	vec_free(&st->refs);
	free(st);
}

void frame_enter(struct state *st, const struct func *f, const struct instr *call)
{
	struct frame *fr = &st->frames[st->nframes++];

	memset(fr, 0, sizeof *fr);
	fr->func = f;
	fr->call = call;
	frame_lay(fr, take(frame_size(f, f->nslots)), f->nslots);
}

/* A pointer into a frame that is gone is a number that means nothing. */
static bool forget_frame(struct value *v, void *data)
{
	if (v->kind != VAL_STACK || v->frame != *(uint8_t *)data)
		return false;
	*v = value_unknown(TAINT_OPAQUE);
	return true;
}

void frame_leave(struct state *st)
{
	uint8_t gone = (uint8_t)(st->nframes - 1);

	frame_drop(&st->frames[--st->nframes]);
	state_each_value(st, forget_frame, &gone);
}

uint32_t state_acquire(struct machine *m, struct state *st, enum ref_kind k, const struct func *f, const struct instr *i, const char *what)
{
	struct reference r = {.id = ++m->next_ref, .kind = k, .func = f, .instr = i, .parent = st->nframes - 1, .what = what};

	if (st->refs.n == MAX_REFS) {
		st->refs_unsure = true;
		return 0;
	}
	vec_push(&st->refs, r);
	return r.id;
}

static bool disown(struct value *v, void *data)
{
	if (v->ref != *(uint32_t *)data)
		return false;
	v->ref = 0;
	v->flags |= VAL_NON_OWN;
	return true;
}

void state_disown(struct state *st, uint32_t ref)
{
	for (uint32_t i = 0; i < st->refs.n; i++)
		if (st->refs.at[i].id == ref)
			st->refs.at[i--] = st->refs.at[--st->refs.n];
	state_each_value(st, disown, &ref);
}

static bool forget_ref(struct value *v, void *data)
{
	if (v->ref != *(uint32_t *)data)
		return false;
	*v = value_scalar(scalar_unknown());
	return true;
}

bool state_release(struct state *st, uint32_t ref)
{
	for (uint32_t i = 0; i < st->refs.n; i++) {
		if (st->refs.at[i].id != ref)
			continue;
		st->refs.at[i] = st->refs.at[--st->refs.n];
		state_each_value(st, forget_ref, &ref);
		return true;
	}
	return false;
}

struct each {
	const uint64_t *id; /* NULL: all */
	bool (*fn)(struct value *v, void *data);
	void *data;
};

static bool is_meant(const struct each *e, const struct value *v)
{
	return !e->id || v->id == *e->id;
}

static void each_in_memory(struct memory **m, const struct each *e)
{
	for (uint32_t i = 0; i < (*m)->cells.n; i++) {
		const struct cell *c = &(*m)->cells.at[i];
		struct value v;

		if (c->kind == CELL_ZERO || c->kind == CELL_MISC || !is_meant(e, c->v))
			continue;
		v = *c->v;
		if (e->fn(&v, e->data))
			memory_set(memory_own(m), i, &v);
	}
}

static void each_one(struct value *v, const struct each *e)
{
	if (is_meant(e, v))
		e->fn(v, e->data);
}

static void each_value(struct state *st, const struct each *e)
{
	for (uint32_t i = 0; i < st->nframes; i++) {
		struct frame *fr = &st->frames[i];

		for (uint32_t k = 0; k < fr->func->nslots; k++)
			each_one(&fr->slots[k], e);
		for (uint32_t k = 0; k < fr->func->locals.n; k++)
			if (fr->locals[k])
				each_in_memory(&fr->locals[k], e);
	}
	for (uint32_t i = 0; i < st->cache.n; i++)
		if (st->cache.at[i].mem)
			each_in_memory(&st->cache.at[i].mem, e);
	if (st->lock_ref)
		each_one(&st->lock, e);
	for (uint32_t i = 0; i < st->nheld; i++)
		each_one(&st->held[i].lock, e);
	for (uint32_t i = 0; i < st->nlate; i++)
		each_one(&st->late[i].ptr, e);
}

void state_each_value(struct state *st, bool (*fn)(struct value *v, void *data), void *data)
{
	each_value(st, &(struct each){NULL, fn, data});
}

void state_each_of(struct state *st, uint64_t id, bool (*fn)(struct value *v, void *data), void *data)
{
	each_value(st, &(struct each){&id, fn, data});
}

void machine_stack_used(struct machine *m, const struct state *st, const struct value *p)
{
	const struct func *f;
	uint16_t *used;
	int64_t lowest, size;

	if (!m->stack || p->kind != VAL_STACK || p->frame >= st->nframes || st->nassumed || !machine_certain(st, p))
		return;
	f = st->frames[p->frame].func;
	size = (int64_t)f->locals.at[p->object].size;
	used = &m->stack[f - m->unit->funcs.at].bytes;
	lowest = p->off + p->s.smin;
	if (p->s.smin > -size && lowest >= 0 && lowest < size && *used < size - lowest)
		*used = (uint16_t)(size - lowest);
}

bool machine_certain(const struct state *st, const struct value *v)
{
	return !st->uncertain && (!v || machine_certain_value(v));
}
