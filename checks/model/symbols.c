// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* symbols: an open-addressing hash map from strings to numbers, at most half full; the strings are copied. */
#include "model/bir.h"

static uint32_t hash_of(const char *s, size_t n)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

static struct symbol *place_of(struct symbol *at, uint32_t cap, uint32_t hash, const char *s, size_t n)
{
	uint32_t i = hash & (cap - 1);

	while (at[i].s && (at[i].hash != hash || strncmp(at[i].s, s, n) || at[i].s[n]))
		i = (i + 1) & (cap - 1);
	return &at[i];
}

uint32_t symbols_find(const struct symbols *t, const char *s, size_t n)
{
	const struct symbol *sym = t->cap ? place_of(t->at, t->cap, hash_of(s, n), s, n) : NULL;

	return sym && sym->s ? sym->index : NO_SYMBOL;
}

static void grow(struct symbols *t)
{
	uint32_t cap = t->cap ? t->cap * 2 : 64;
	struct symbol *at = arena_alloc(t->arena, cap * sizeof(*at));

	for (uint32_t i = 0; i < t->cap; i++)
		if (t->at[i].s)
			*place_of(at, cap, t->at[i].hash, t->at[i].s, strlen(t->at[i].s)) = t->at[i];
	t->at = at;
	t->cap = cap;
}

bool symbols_add(struct symbols *t, const char *s, size_t n, uint32_t index)
{
	uint32_t hash = hash_of(s, n);
	struct symbol *sym;
	char *copy;

	if (t->n >= t->cap / 2)
		grow(t);
	sym = place_of(t->at, t->cap, hash, s, n);
	if (sym->s)
		return false;
	copy = arena_alloc(t->arena, n + 1);
	memcpy(copy, s, n);
	*sym = (struct symbol){copy, hash, index};
	t->n++;
	return true;
}
