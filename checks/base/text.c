// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * text: a string that grows by doubling. Everything that prints goes through one of these, so that nothing in the
 * core writes to a stream of its own.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

static void make_room(struct text *t, size_t more)
{
	size_t need, cap;

	if (more > SIZE_MAX / 2 - t->n)
		__builtin_trap();
	need = t->n + more + 1;
	if (need <= t->cap)
		return;
	for (cap = t->cap ? t->cap : 64; cap < need;)
		cap *= 2;
	t->s = realloc(t->s, cap);
	if (!t->s)
		__builtin_trap();
	t->cap = cap;
}

void text_addn(struct text *t, const char *s, size_t n)
{
	make_room(t, n);
	if (n)
		memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_addn(t, s, strlen(s));
}

void text_addf(struct text *t, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		__builtin_trap();
	make_room(t, (size_t)n);
	vsnprintf(t->s + t->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	t->n += (size_t)n;
}

void text_free(struct text *t)
{
	free(t->s);
	*t = (struct text){0};
}
