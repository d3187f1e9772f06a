// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * arena: bump allocation out of chunks that double in size, so that a small unit stays small and a large one costs
 * few calls to malloc. What an arena hands out is zeroed and aligned for any type, and goes away with the arena. A
 * request larger than a chunk gets a chunk of its own behind the current one, whose room is not lost by it.
 */
#include "base/base.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CHUNK = 4 << 10, LAST_CHUNK = 1 << 20, ALIGN = alignof(max_align_t) };

struct chunk {
	struct chunk *next;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *chunks; /* the current one is first */
	size_t room, off;     /* of the current chunk */
	size_t grown;         /* size of the last regular chunk */
	size_t used;
};

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		__builtin_trap();
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

static struct chunk *chunk_new(size_t room)
{
	struct chunk *c;

	if (room > SIZE_MAX - sizeof(*c))
		__builtin_trap();
	c = calloc(1, sizeof(*c) + room);
	if (!c)
		__builtin_trap();
	return c;
}

static void *alloc_alone(struct arena *a, size_t size)
{
	struct chunk *c = chunk_new(size);

	if (a->chunks) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		a->chunks = c;
	}
	return c->bytes;
}

static void start_chunk(struct arena *a)
{
	struct chunk *c;

	a->grown = a->grown ? a->grown * 2 : FIRST_CHUNK;
	if (a->grown > LAST_CHUNK)
		a->grown = LAST_CHUNK;
	c = chunk_new(a->grown);
	c->next = a->chunks;
	a->chunks = c;
	a->room = a->grown;
	a->off = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 2)
		__builtin_trap();
	size = size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
	a->used += size;
	if (size > LAST_CHUNK / 4)
		return alloc_alone(a, size);
	while (size > a->room - a->off)
		start_chunk(a);
	p = a->chunks->bytes + a->off;
	a->off += size;
	return p;
}

void *arena_copy(struct arena *a, const void *from, size_t size)
{
	void *to = arena_alloc(a, size);

	if (size)
		memcpy(to, from, size);
	return to;
}

const char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		__builtin_trap();
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

const char *arena_printf(struct arena *a, const char *fmt, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
