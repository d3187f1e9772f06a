// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * intern: an open-addressing hash set of strings, at most half full. Each string is stored once in the arena, with
 * its hash beside the pointer so that probing and growing rarely touch the text. Outgrown tables stay in the arena:
 * they double, so all of them together are no larger than the last.
 */
#include "base/base.h"

struct slot {
	const char *s; /* NULL: free */
	uint32_t hash;
	uint32_t len;
};

struct intern {
	struct arena *arena;
	struct slot *slots;
	uint32_t cap, n;
};

struct intern *intern_new(struct arena *a)
{
	struct intern *in = arena_alloc(a, sizeof(*in));

	in->arena = a;
	in->cap = 256;
	in->slots = arena_alloc(a, in->cap * sizeof(*in->slots));
	return in;
}

/* FNV-1a */
static uint32_t hash_bytes(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

/* The slot that holds the string, or the free one where it belongs. */
static struct slot *find_slot(struct slot *slots, uint32_t cap, uint32_t hash, const char *s, uint32_t n)
{
	uint32_t i = hash & (cap - 1);

	for (; slots[i].s; i = (i + 1) & (cap - 1))
		if (slots[i].hash == hash && slots[i].len == n && !memcmp(slots[i].s, s, n))
			break;
	return &slots[i];
}

static void grow(struct intern *in)
{
	uint32_t cap = in->cap * 2;
	struct slot *slots = arena_alloc(in->arena, (size_t)cap * sizeof(*slots));

	for (uint32_t i = 0; i < in->cap; i++) {
		const struct slot *old = &in->slots[i];

		if (old->s)
			*find_slot(slots, cap, old->hash, old->s, old->len) = *old;
	}
	in->slots = slots;
	in->cap = cap;
}

const char *intern_strn(struct intern *in, const char *s, size_t n)
{
	struct slot *slot;
	uint32_t hash;
	char *copy;

	if (!s)
		return NULL;
	if (n >= UINT32_MAX)
		__builtin_trap();
	hash = hash_bytes(s, n);
	slot = find_slot(in->slots, in->cap, hash, s, (uint32_t)n);
	if (slot->s)
		return slot->s;
	if (in->n >= in->cap / 2) {
		grow(in);
		slot = find_slot(in->slots, in->cap, hash, s, (uint32_t)n);
	}
	copy = arena_alloc(in->arena, n + 1);
	memcpy(copy, s, n);
	*slot = (struct slot){.s = copy, .hash = hash, .len = (uint32_t)n};
	in->n++;
	return copy;
}

const char *intern_str(struct intern *in, const char *s)
{
	return s ? intern_strn(in, s, strlen(s)) : NULL;
}
