// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * layout: both types are cut into their numbers and pointers, byte by byte from the start. Two bytes agree when the pieces that they lie
 * in begin and end together. Characters and unions agree with anything: they are how C says "some bytes".
 */
#include "rule/layout.h"

enum { MAX_DEPTH = 12, MAX_BYTES = 4096 };

struct piece { uint64_t begin, end; bool any; };

/* The piece of `id`, which begins at `base`, that byte `at` lies in. */
static struct piece piece_at(const struct unit *u, type_id id, uint64_t base, uint64_t at, int depth)
{
	const struct type *t = model_type(u, id);
	struct piece none = {at, at + 1, true}, whole = {base, base + t->size, false};

	if (depth > MAX_DEPTH || at >= base + t->size)
		return none;
	switch (t->kind) {
	case TYPE_INT: case TYPE_ENUM: case TYPE_PTR: case TYPE_FLOAT:
		whole.any = t->size == 1;
		return whole;
	case TYPE_ARRAY: case TYPE_VECTOR: {
		uint64_t size = model_type(u, t->elem)->size;

		return size ? piece_at(u, t->elem, base + (at - base) / size * size, at, depth + 1) : none;
	}
	case TYPE_STRUCT:
		for (uint32_t i = 0; i < t->fields.n; i++) {
			const struct field *f = &t->fields.at[i];
			uint64_t begin = base + f->bit_off / 8;

			if (!f->bit_width && at >= begin && at < begin + model_type(u, f->type)->size)
				return piece_at(u, f->type, begin, at, depth + 1);
		}
		return none; /* bit-fields and padding too */
	default:
		return none;
	}
}

uint64_t layout_differs(const struct unit *u, type_id a, type_id b, uint64_t bytes)
{
	if (a == b)
		return bytes;
	for (uint64_t at = 0; at < bytes && at < MAX_BYTES; at++) {
		struct piece x = piece_at(u, a, 0, at, 0), y = piece_at(u, b, 0, at, 0);

		if (!x.any && !y.any && (x.begin != y.begin || x.end != y.end))
			return at;
	}
	return bytes;
}

bool layout_is_told(const struct unit *u, type_id id)
{
	const struct type *t = model_type(u, id);

	while (t->kind == TYPE_ARRAY)
		t = model_type(u, t->elem);
	return t->kind == TYPE_STRUCT && t->size;
}
