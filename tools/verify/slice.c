// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* slice: a part of a text that somebody else owns. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "verify/log.h"

bool slice_is(struct slice a, const char *s)
{
	return strlen(s) == a.n && (!a.n || !memcmp(a.s, s, a.n));
}

bool slice_starts(struct slice a, const char *s)
{
	size_t n = strlen(s);

	return n <= a.n && (!n || !memcmp(a.s, s, n));
}

const char *slice_find(struct slice a, const char *s)
{
	return a.n ? memmem(a.s, a.n, s, strlen(s)) : NULL;
}

struct slice slice_from(struct slice a, const char *from)
{
	return (struct slice){from, (uint32_t)(a.s + a.n - from)};
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct slice slice_trim(struct slice a)
{
	while (a.n && is_space(a.s[a.n - 1]))
		a.n--;
	while (a.n && is_space(*a.s)) {
		a.s++;
		a.n--;
	}
	return a;
}
