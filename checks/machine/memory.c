// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * memory: what the bytes of one object hold, as disjoint cells in order of offset. A cell is one value as it was
 * stored, or a run of zero or unknown bytes; a byte in no cell was never written. A write cuts the cells it overlaps:
 * what is left of a zero or unknown run stays what it was, what is left of a constant stays constant, what is left of
 * any other value becomes unknown bytes, because half a pointer is no pointer.
 *
 * Values are shared, too: a copy of a memory has the same ones, counted, until either side writes to a cell.
 *
 * Kernel: check_stack_write_fixed_off(), check_stack_read_fixed_off().
 */
#include <stdlib.h>

#include "machine/machine.h"

struct shared {
	struct value v;
	uint32_t users;
};

static const struct value nothing; /* of cells that hold none; not counted */

static struct shared *shared_of(const struct value *v)
{
	return (struct shared *)((char *)(uintptr_t)v - offsetof(struct shared, v));
}

static const struct value *shared_new(const struct value *v)
{
	struct shared *s = malloc(sizeof *s);
	if (!s)
		__builtin_trap();
	s->v = *v;
	s->users = 1;
	return &s->v;
}

static const struct value *shared_hold(const struct value *v)
{
	if (v != &nothing)
		shared_of(v)->users++;
	return v;
}

static void shared_drop(const struct value *v)
{
	if (v != &nothing && !--shared_of(v)->users)
		free(shared_of(v));
}

struct memory *memory_new(void)
{
	struct memory *m = calloc(1, sizeof *m);
	if (!m)
		__builtin_trap();
	m->users = 1;
	return m;
}

void memory_drop(struct memory *m)
{
	if (!m || --m->users)
		return;
	for (uint32_t i = 0; i < m->cells.n; i++)
		shared_drop(m->cells.at[i].v);
	vec_free(&m->cells);
	free(m);
}

struct memory *memory_own(struct memory **m)
{
	struct memory *n;

	if (*m && (*m)->users == 1)
		return *m;
	n = memory_new();
	if (*m) {
		n->cells.cap = (*m)->cells.n + 2; /* many copies live long and grow little */
		n->cells.at = vec_alloc(n->cells.cap, sizeof *n->cells.at);
		if ((*m)->cells.n)
			memcpy(n->cells.at, (*m)->cells.at, (*m)->cells.n * sizeof *n->cells.at);
		for (uint32_t i = 0; i < (*m)->cells.n; i++)
			shared_hold(n->cells.at[i].v);
		n->cells.n = (*m)->cells.n;
		(*m)->users--;
	}
	return *m = n;
}

uint32_t memory_at(const struct memory *m, uint32_t off)
{
	uint32_t lo = 0, hi = m->cells.n;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (m->cells.at[mid].off + m->cells.at[mid].size <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The bytes [off, off+size) of a cell that holds a constant, as a constant; false for any other. */
static bool constant_piece(const struct cell *c, uint32_t off, uint32_t size, struct value *v)
{
	uint64_t bits;

	if (c->kind != CELL_VALUE || c->v->kind != VAL_SCALAR || !scalar_is_const(c->v->s) || (size != 1 && size != 2 && size != 4 && size != 8))
		return false;
	bits = c->v->s.bits.value >> (8 * (off - c->off));
	*v = *c->v;
	v->s = scalar_const(size == 8 ? bits : bits & ((1ull << (8 * size)) - 1));
	v->id = 0;
	v->delta = 0;
	return true;
}

/* The same of any cell, as a cell. */
static struct cell piece(const struct cell *c, uint32_t off, uint32_t size)
{
	struct cell p = {.off = off, .size = size, .kind = c->kind, .taint = c->taint, .v = &nothing};
	struct value v;

	if (c->kind == CELL_ZERO || c->kind == CELL_MISC)
		return p;
	if (constant_piece(c, off, size, &v)) {
		p.v = shared_new(&v);
		return p;
	}
	p.kind = CELL_MISC;
	p.taint = c->kind == CELL_VALUE ? c->v->taint : c->taint;
	return p;
}

static void insert(struct memory *m, uint32_t at, const struct cell *c)
{
	vec_room(&m->cells, 1);
	memmove(&m->cells.at[at + 1], &m->cells.at[at], (m->cells.n - at) * sizeof *m->cells.at);
	m->cells.at[at] = *c;
	m->cells.n++;
}

/* Makes [off, end) empty and returns where a cell for it belongs. */
static uint32_t clear(struct memory *m, uint32_t off, uint32_t end)
{
	uint32_t i = memory_at(m, off), from;

	if (i < m->cells.n && m->cells.at[i].off < off) {
		struct cell whole = m->cells.at[i];
		uint32_t whole_end = whole.off + whole.size;

		m->cells.at[i++] = piece(&whole, whole.off, off - whole.off);
		if (whole_end > end) {
			struct cell right = piece(&whole, end, whole_end - end);

			insert(m, i, &right);
		}
		shared_drop(whole.v);
		if (whole_end > end)
			return i;
	}
	for (from = i; i < m->cells.n && m->cells.at[i].off + m->cells.at[i].size <= end; i++)
		shared_drop(m->cells.at[i].v);
	if (i < m->cells.n && m->cells.at[i].off < end) {
		struct cell whole = m->cells.at[i];

		m->cells.at[i] = piece(&whole, end, whole.off + whole.size - end);
		shared_drop(whole.v);
	}
	if (i > from)
		memmove(&m->cells.at[from], &m->cells.at[i], (m->cells.n - i) * sizeof *m->cells.at);
	m->cells.n -= i - from;
	return from;
}

void memory_set(struct memory *m, uint32_t i, const struct value *v)
{
	struct cell *c = &m->cells.at[i];
	const struct value *old = c->v;

	if (old != &nothing && shared_of(old)->users == 1) {
		shared_of(old)->v = *v;
		return;
	}
	c->v = shared_new(v);
	shared_drop(old);
}

void memory_write(struct memory *m, uint32_t off, uint32_t size, const struct value *v)
{
	struct cell c = {.off = off, .size = size, .kind = CELL_VALUE};
	uint32_t i = memory_at(m, off);

	if (i < m->cells.n && m->cells.at[i].off == off && m->cells.at[i].size == size) {
		memory_set(m, i, v);
		m->cells.at[i].kind = CELL_VALUE;
		m->cells.at[i].taint = 0;
		return;
	}
	c.v = shared_new(v);
	i = clear(m, off, off + size);
	insert(m, i, &c);
}

void memory_fill(struct memory *m, uint32_t off, uint32_t size, enum cell_kind k, uint8_t taint)
{
	struct cell c = {.off = off, .size = size, .kind = k, .taint = taint, .v = &nothing};
	uint32_t i;

	if (!size)
		return;
	i = clear(m, off, off + size);
	insert(m, i, &c);
}

void memory_forget(struct memory *m, uint32_t off, uint32_t size)
{
	if (size)
		clear(m, off, off + size);
}

uint32_t memory_hole(const struct memory *m, uint32_t off, uint32_t end)
{
	if (!m)
		return off;
	for (uint32_t i = memory_at(m, off); off < end; i++) {
		if (i == m->cells.n || m->cells.at[i].off > off)
			return off;
		off = m->cells.at[i].off + m->cells.at[i].size;
	}
	return end;
}

bool memory_begins(const struct memory *m, uint32_t off, uint32_t size)
{
	uint32_t i = memory_at(m, off);

	return i < m->cells.n && m->cells.at[i].off == off && m->cells.at[i].size >= size && m->cells.at[i].kind == CELL_VALUE;
}

/* A load that lies in one cell. */
static bool read_inside(const struct cell *c, uint32_t off, uint32_t size, struct value *v)
{
	unsigned bits = size * 8;

	switch (c->kind) {
	case CELL_ZERO:
		*v = value_scalar(scalar_const(0));
		v->taint = c->taint;
		return true;
	case CELL_VALUE:
		if (c->off == off && c->size == size) {
			*v = *c->v;
			return true;
		}
		if (c->v->kind == VAL_SCALAR) {
			struct scalar s = c->v->s;

			if (off > c->off)
				s = scalar_binop(SCALAR_LSHR, 64, s, scalar_const(8 * (off - c->off)));
			*v = value_scalar(scalar_trunc(s, bits));
			v->taint = c->v->taint;
			if (off == c->off && c->v->s.umax < (bits < 64 ? 1ull << bits : UINT64_MAX)) {
				v->id = c->v->id; /* nothing was cut off: still the same number */
				v->delta = c->v->delta;
				v->mod32 = c->v->mod32;
			}
			return true;
		}
		*v = value_scalar(scalar_bits(bits));
		v->taint = c->v->taint | (c->v->kind == VAL_UNKNOWN ? TAINT_OPAQUE : 0);
		return true;
	default:
		*v = value_scalar(scalar_bits(bits));
		v->taint = c->taint;
		return true;
	}
}

bool memory_read(const struct memory *m, uint32_t off, uint32_t size, struct value *v)
{
	uint32_t end = off + size, i;
	uint64_t bits = 0;
	uint8_t taint = 0;
	bool known = size <= 8;

	if (memory_hole(m, off, end) != end)
		return false;
	i = memory_at(m, off);
	if (m->cells.at[i].off <= off && m->cells.at[i].off + m->cells.at[i].size >= end)
		return read_inside(&m->cells.at[i], off, size, v);
	/* over several cells: a constant when all of them are, else unknown */
	for (; i < m->cells.n && m->cells.at[i].off < end; i++) {
		const struct cell *c = &m->cells.at[i];
		uint32_t from = c->off < off ? off : c->off, to = c->off + c->size < end ? c->off + c->size : end;
		struct value p;

		taint |= c->kind == CELL_VALUE ? c->v->taint : c->taint;
		if (constant_piece(c, from, to - from, &p))
			bits |= p.s.bits.value << (8 * (from - off));
		else if (c->kind != CELL_ZERO)
			known = false;
	}
	*v = value_scalar(known ? scalar_const(bits) : size < 8 ? scalar_bits(size * 8) : scalar_unknown());
	v->taint = taint;
	return true;
}

void memory_move(struct memory *to, uint32_t to_off, const struct memory *from, uint32_t from_off, uint32_t size)
{
	VEC(struct cell) taken = {0};
	uint32_t end = from_off + size;

	for (uint32_t i = from ? memory_at(from, from_off) : 0; from && i < from->cells.n && from->cells.at[i].off < end; i++) {
		const struct cell *c = &from->cells.at[i];
		uint32_t lo = c->off < from_off ? from_off : c->off, hi = c->off + c->size < end ? c->off + c->size : end;

		if (lo == c->off && hi == c->off + c->size) {
			vec_push(&taken, *c);
			shared_hold(c->v);
		} else {
			vec_push(&taken, piece(c, lo, hi - lo));
		}
	}
	clear(to, to_off, to_off + size);
	for (uint32_t i = 0; i < taken.n; i++) {
		struct cell c = taken.at[i];

		c.off = c.off - from_off + to_off;
		insert(to, memory_at(to, c.off), &c);
	}
	vec_free(&taken);
}
