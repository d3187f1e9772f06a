// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rule/hole.h"

#define MAX_DEPTH 8

static const struct field *member_at(const struct unit *u, type_id id, uint64_t off, int depth)
{
	const struct type *t = model_type(u, id);

	while (t->kind == TYPE_ARRAY) {
		uint64_t size = model_type(u, t->elem)->size;

		off = size ? off % size : 0;
		t = model_type(u, t->elem);
	}
	for (uint32_t i = 0; depth < MAX_DEPTH && i < t->fields.n; i++) {
		const struct field *f = &t->fields.at[i];
		uint64_t bits = f->bit_width ? f->bit_width : model_type(u, f->type)->size * 8;

		if (f->bit_off / 8 > off || off * 8 >= f->bit_off + bits)
			continue;
		if (f->bit_width || !(model_type_is_record(u, f->type) || model_type(u, f->type)->kind == TYPE_ARRAY))
			return f;
		if (model_type(u, f->type)->kind == TYPE_ARRAY && !model_type_is_record(u, model_type(u, f->type)->elem))
			return f;
		const struct field *inner = member_at(u, f->type, off - f->bit_off / 8, depth + 1);
		if (inner || t->kind != TYPE_UNION)
			return inner;
	}
	return NULL;
}

const struct field *hole_member(const struct unit *u, type_id id, uint64_t off)
{
	return member_at(u, id, off, 0);
}

uint32_t hole_first(const struct event *e, uint32_t size)
{
	const struct value *p = e->ptr;
	const struct frame *fr = p->frame < e->st->nframes ? &e->st->frames[p->frame] : NULL;

	if (!fr || p->kind != VAL_STACK || !scalar_is_const(p->s) || p->s.bits.value || p->off < 0)
		return size;
	if ((uint64_t)p->off + size > fr->func->locals.at[p->object].size)
		return size;
	if (!fr->locals[p->object])
		return 0;
	return memory_hole(fr->locals[p->object], (uint32_t)p->off, (uint32_t)p->off + size) - (uint32_t)p->off;
}
