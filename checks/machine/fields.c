// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdio.h>

#include "machine/fields.h"

#define MAX_NESTING 4 /* as deep as the kernel looks */

static bool kind_of(const struct type *t, enum field_kind *k)
{
	for (int i = 0; i < FIELD_KINDS; i++) {
		const struct field_facts *f = kernel_field((enum field_kind)i);

		*k = (enum field_kind)i;
		if (f->type && t->kind == TYPE_STRUCT && t->name && !strcmp(t->name, f->type))
			return true;
		if (f->tag && t->kind == TYPE_PTR && t->tags.n && !strcmp(t->tags.at[0], f->tag))
			return true;
	}
	return false;
}

struct search {
	const struct unit *u;
	uint64_t from, to;
	uint32_t kinds;
	struct special_field *out;
};

static bool find(const struct search *s, type_id id, uint64_t off, const char *const *tags, uint32_t ntags, int depth)
{
	const struct type *t = model_type(s->u, id);
	enum field_kind k;

	if (!(t->special & s->kinds) || depth > MAX_NESTING || off >= s->to || off + t->size <= s->from)
		return false;
	if (kind_of(t, &k)) {
		if (!(s->kinds & (1u << k)))
			return false;
		*s->out = (struct special_field){k, off, t->size, id, tags, ntags};
		return true;
	}
	if (t->kind == TYPE_STRUCT) {
		for (uint32_t i = 0; i < t->fields.n; i++) {
			const struct field *f = &t->fields.at[i];

			if (!f->bit_width && find(s, f->type, off + f->bit_off / 8, f->decl_tags.at, f->decl_tags.n, depth + 1))
				return true;
		}
	} else if (t->kind == TYPE_ARRAY && t->count) {
		uint64_t size = model_type(s->u, t->elem)->size, first;

		if (!size || model_type(s->u, t->elem)->kind == TYPE_INT)
			return false;
		first = s->from > off ? (s->from - off) / size : 0;
		for (uint64_t n = first; n < t->count && n < first + 8 && off + n * size < s->to; n++)
			if (find(s, t->elem, off + n * size, tags, ntags, depth + 1))
				return true;
	}
	return false;
}

bool field_find(const struct unit *u, type_id t, uint64_t from, uint64_t to, uint32_t which, struct special_field *out)
{
	struct search s = {u, from, to, which, out};

	return t && find(&s, t, 0, NULL, 0, 0);
}

bool field_begins(const struct unit *u, type_id t, uint64_t off, uint32_t which, struct special_field *out)
{
	return field_find(u, t, off, off + 1, which, out) && out->off == off;
}

/* ---- records that BTF has in full: what a member points to is there by its name only, unless something else asks for it ---- */

static bool points_to(const struct unit *u, type_id t, const struct type *record)
{
	const struct type *p = model_type(u, t);

	return p == record || (p->kind == TYPE_PTR && model_type(u, p->elem) == record);
}

static bool is_asked_for(const struct unit *u, const struct func *f, const struct type *record)
{
	const struct type *t = model_type(u, f->type);
	bool asked = f->linkage != LINK_STATIC && points_to(u, t->elem, record);

	for (uint32_t k = 0; !asked && f->linkage != LINK_STATIC && k < t->fields.n; k++)
		asked = points_to(u, t->fields.at[k].type, record);
	for (uint32_t n = 0; !asked && n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];

		asked = i->op == OP_ENV && i->from == ENV_TYPE_ID_LOCAL && i->more && i->more->name && !strcmp(i->more->name, record->name);
	}
	return asked;
}

static bool in_full(const struct unit *u, const struct type *record)
{
	if (u->final || !record->name || (record->flags & TYPE_INCOMPLETE))
		return u->final && !(record->flags & TYPE_INCOMPLETE);
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (points_to(u, u->globals.at[i].type, record))
			return true;
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (is_asked_for(u, &u->funcs.at[i], record))
			return true;
	return false;
}

static uint32_t inside(const struct unit *u, const struct type *t)
{
	uint32_t kinds = t->special;

	if (t->kind == TYPE_ARRAY)
		kinds |= model_type(u, t->elem)->special;
	for (uint32_t i = 0; t->kind == TYPE_STRUCT && i < t->fields.n; i++)
		kinds |= model_type(u, t->fields.at[i].type)->special;
	return kinds;
}

static void settle_kinds(struct unit *u)
{
	enum field_kind k;
	bool more = false;

	for (uint32_t i = 0; i < u->types.n; i++) {
		u->types.at[i].special = kind_of(&u->types.at[i], &k) ? 1u << k : 0;
		more |= u->types.at[i].special;
	}
	for (int depth = 0; more && depth < MAX_NESTING; depth++) {
		more = false;
		for (uint32_t i = 0; i < u->types.n; i++) {
			uint32_t kinds = inside(u, &u->types.at[i]);

			more |= kinds != u->types.at[i].special;
			u->types.at[i].special = kinds;
		}
	}
}

/* All globals of a section are one map. */
static void settle_sections(struct unit *u)
{
	for (uint32_t i = 0; i < u->globals.n; i++) {
		const struct global *g = &u->globals.at[i];
		uint32_t kinds = model_type(u, g->type)->special;

		for (uint32_t k = 0; kinds && g->section && k < u->globals.n; k++)
			if (u->globals.at[k].section && !strcmp(u->globals.at[k].section, g->section))
				u->globals.at[k].special |= kinds;
	}
}

void fields_settle(struct unit *u, uint32_t kver)
{
	struct special_field f;

	for (uint32_t i = 0; i < u->types.n; i++)
		for (uint32_t k = 0; u->types.at[i].kind == TYPE_PTR && k < u->types.at[i].tags.n; k++)
			u->types.at[i].tags.at[k] = kernel_field_tag(u->types.at[i].tags.at[k], kver);
	settle_kinds(u);
	settle_sections(u);
	for (uint32_t i = 0; i < u->maps.n; i++) {
		struct map *m = &u->maps.at[i];
		const struct type *t = m->form == MAP_BTF && m->value_type && field_find(u, m->value_type, 0, UINT64_MAX, FIELDS_KPTR, &f) ? model_type(u, f.type) : NULL;

		m->untold = t && t->kind == TYPE_PTR && !in_full(u, model_type(u, t->elem));
	}
}

type_id field_record(const struct unit *u, const struct value *p)
{
	switch (p->kind) {
	case VAL_MAP_VALUE: return u->maps.at[p->object].form == MAP_BTF && !u->maps.at[p->object].untold ? p->type : 0;
	case VAL_GLOBAL: return u->globals.at[p->object].type;
	case VAL_ALLOC: return p->type;
	default: return 0;
	}
}

bool field_pointed(const struct unit *u, const struct value *p, uint32_t which, struct special_field *out)
{
	if (!scalar_is_const(p->s) || p->off < 0 || !field_begins(u, field_record(u, p), (uint64_t)p->off, which, out))
		return false;
	if (p->kind == VAL_GLOBAL && !out->ntags) {
		out->tags = u->globals.at[p->object].decl_tags.at;
		out->ntags = u->globals.at[p->object].decl_tags.n;
	}
	return true;
}

bool field_contents(const struct unit *u, const struct special_field *head, struct contents *out)
{
	static const char contains[] = "contains:";
	char record[128];

	for (uint32_t i = 0; i < head->ntags; i++) {
		const char *tag = head->tags[i], *colon;

		if (strncmp(tag, contains, sizeof contains - 1))
			continue;
		tag += sizeof contains - 1;
		colon = strchr(tag, ':');
		if (!colon)
			return false;
		snprintf(record, sizeof record, "struct %.*s", (int)(colon - tag), tag);
		out->record = model_type_find(u, record);
		for (uint32_t k = 0; out->record && k < model_type(u, out->record)->fields.n; k++) {
			const struct field *f = &model_type(u, out->record)->fields.at[k];

			out->off = f->bit_off / 8;
			if (f->name && !strcmp(f->name, colon + 1))
				return true;
		}
	}
	return false;
}
