// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * spell: Damerau's distance over three rows (the optimal string alignment form, where no part is edited twice): it
 * counts the swap of two neighbours, the commonest typing error, as one. Names longer than a row are compared by
 * their beginnings; options and rules are shorter.
 */
#include "base/spell.h"

enum { ROW = 64 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

size_t spell_distance(const char *a, const char *b)
{
	size_t rows[3][ROW], na = strnlen(a, ROW - 1), nb = strnlen(b, ROW - 1);
	size_t *older = rows[0], *old = rows[1], *row = rows[2];

	for (size_t k = 0; k <= nb; k++)
		old[k] = k;
	for (size_t i = 1; i <= na; i++) {
		size_t *free_row = older;

		row[0] = i;
		for (size_t k = 1; k <= nb; k++) {
			row[k] = least(old[k] + 1, row[k - 1] + 1, old[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && older[k - 2] + 1 < row[k])
				row[k] = older[k - 2] + 1;
		}
		older = old;
		old = row;
		row = free_row;
	}
	return old[nb];
}

size_t spell_rank(const char *typed, const char *name)
{
	if (strlen(typed) > 2 && strstr(name, typed))
		return name != strstr(name, typed);
	return spell_distance(typed, name) + 1;
}

void spell_order(const char *typed, const char *const *names, size_t n, size_t *order)
{
	for (size_t i = 0; i < n; i++) {
		size_t rank = spell_rank(typed, names[i]), k = i;

		for (; k > 0 && spell_rank(typed, names[order[k - 1]]) > rank; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
}

bool spell_match(const char *pattern, const char *s)
{
	const char *star = NULL, *retry = NULL;

	while (*s) {
		if (*pattern == '*') {
			star = pattern++;
			retry = s;
		} else if (*pattern == '?' || *pattern == *s) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star + 1;
			s = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
