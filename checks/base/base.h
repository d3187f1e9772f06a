// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * base: what every other folder stands on: an arena, a growable array, interned strings, source positions.
 *
 * Memory has two lifetimes, named by their arena: the unit's and one program's exploration. Nothing is freed one
 * by one; an arena is freed whole. Running out of memory traps: the core has no sensible way to go on.
 */
#ifndef BPFPROOF_BASE_H
#define BPFPROOF_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* ---- arena.c: bump allocation; memory comes back zeroed ---- */

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */
void *arena_alloc(struct arena *a, size_t size);
void *arena_copy(struct arena *a, const void *from, size_t size);
const char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);
size_t arena_used(const struct arena *a); /* bytes handed out so far */

/* ---- vec.c: a growable array of any type, on the heap: VEC(struct pos) places; vec_push(&places, p); ---- */

#define VEC(T)                                                                                                         \
	struct {                                                                                                       \
		T *at;                                                                                                 \
		uint32_t n, cap;                                                                                       \
	}

void *vec_alloc(uint32_t room, size_t item); /* for `room` items and no more; the caller sets at and cap */
void *vec_grow(void *at, uint32_t need, uint32_t *cap, size_t item);

#ifdef __cplusplus
#define VEC_CAST(v) (decltype((v)->at))
#else
#define VEC_CAST(v)
#endif
#define vec_room(v, more) ((v)->at = VEC_CAST(v) vec_grow((v)->at, (v)->n + (more), &(v)->cap, sizeof *(v)->at))
#define vec_push(v, ...) (vec_room(v, 1), (v)->at[(v)->n++] = (__VA_ARGS__)) /* commas in the item are fine */
#define vec_free(v) (vec_release((v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)
void vec_release(void *at);

/* ---- intern.c: equal strings become the same pointer, so names compare with == ---- */

struct intern;

struct intern *intern_new(struct arena *a); /* lives in the arena and goes with it */
const char *intern_str(struct intern *in, const char *s);
const char *intern_strn(struct intern *in, const char *s, size_t n);

/* ---- text.c: a growing string for printers and messages ---- */

struct text {
	char *s; /* always terminated once anything was added; NULL before */
	size_t n, cap;
};

void text_add(struct text *t, const char *s);
void text_addf(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_addn(struct text *t, const char *s, size_t n);
void text_free(struct text *t);

/* ---- positions ---- */

/*
 * A place in the user's source. Lines and columns count from 1; 0 means unknown. `macro` is the name of the macro
 * that the user wrote there when the code came out of one, else NULL. The handles are the front end's own and mean
 * nothing to the core (clang: raw encodings of the begin and end SourceLocation).
 */
struct pos {
	const char *file;
	uint32_t line, col;
	uint32_t end_line, end_col; /* the first character behind it */
	const char *macro;
	uint32_t handle, end_handle;
};

#ifdef __cplusplus
}
#endif
#endif
