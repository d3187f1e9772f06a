// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * type: questions about types that several folders ask: how C spells one, which member lies at an offset, what path
 * of members leads to a byte. Types may be recursive through pointers and, in a broken model, in other ways, so
 * every walk is bounded.
 */
#include "model/model.h"

enum { MAX_DEPTH = 32, MAX_SPELLING = 400 };

bool model_type_is_record(const struct unit *u, type_id id)
{
	enum type_kind kind = model_type(u, id)->kind;

	return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

static const char *base_name(const struct type *t)
{
	static const char *const unnamed[] = {
		[TYPE_NONE] = "?", [TYPE_VOID] = "void", [TYPE_INT] = "int", [TYPE_FLOAT] = "float",
		[TYPE_ENUM] = "enum <unnamed>", [TYPE_STRUCT] = "struct <unnamed>", [TYPE_UNION] = "union <unnamed>",
	};

	if (t->name)
		return t->name;
	if (t->tdef)
		return t->tdef;
	return (unsigned)t->kind < ARRAY_LEN(unnamed) && unnamed[t->kind] ? unnamed[t->kind] : "?";
}

static const char *spell(struct unit *u, type_id id, const char *declarator, int depth);

static const char *spell_params(struct unit *u, const struct type *t, int depth)
{
	const char *s = "";

	for (uint32_t i = 0; i < t->fields.n && strlen(s) < MAX_SPELLING; i++)
		s = arena_printf(u->arena, "%s%s%s", s, i ? ", " : "", spell(u, t->fields.at[i].type, "", depth + MAX_DEPTH / 4));
	if (t->flags & TYPE_VARIADIC)
		return arena_printf(u->arena, "%s%s...", s, t->fields.n ? ", " : "");
	return t->fields.n ? s : "void";
}

/* Qualifiers of the pointee stand before it, or behind its star when it is a pointer itself. */
static const char *spell_pointer(struct unit *u, const struct type *t, const char *declarator, int depth)
{
	enum type_kind elem = model_type(u, t->elem)->kind;
	const char *qualifiers = arena_printf(u->arena, "%s%s", t->flags & TYPE_CONST_POINTEE ? "const " : "",
					      t->flags & TYPE_VOLATILE_POINTEE ? "volatile " : "");

	declarator = arena_printf(u->arena, "%s%s", t->flags & TYPE_REFERENCE ? "&" : "*", declarator);
	if (elem == TYPE_ARRAY || elem == TYPE_FUNC)
		declarator = arena_printf(u->arena, "(%s)", declarator);
	if (elem == TYPE_PTR)
		return spell(u, t->elem, arena_printf(u->arena, "%s%s", qualifiers, declarator), depth);
	return arena_printf(u->arena, "%s%s", qualifiers, spell(u, t->elem, declarator, depth));
}

/* C's way, inside out: what the declarator says so far, and the type that it is of. */
static const char *spell(struct unit *u, type_id id, const char *declarator, int depth)
{
	const struct type *t = model_type(u, id);

	if (depth > MAX_DEPTH)
		return "...";
	switch (t->kind) {
	case TYPE_PTR:
		return spell_pointer(u, t, declarator, depth + 1);
	case TYPE_ARRAY:
	case TYPE_VECTOR:
		if (t->flags & (TYPE_INCOMPLETE | TYPE_FLEXIBLE))
			declarator = arena_printf(u->arena, "%s[]", declarator);
		else
			declarator = arena_printf(u->arena, "%s[%llu]", declarator, (unsigned long long)t->count);
		return spell(u, t->elem, declarator, depth + 1);
	case TYPE_FUNC:
		declarator = arena_printf(u->arena, "%s(%s)", declarator, spell_params(u, t, depth + 1));
		return spell(u, t->elem, declarator, depth + 1);
	default:
		if (*declarator && *declarator != '[')
			return arena_printf(u->arena, "%s %s", base_name(t), declarator);
		return arena_printf(u->arena, "%s%s", base_name(t), declarator);
	}
}

const char *model_type_name(struct unit *u, type_id id)
{
	const struct type *t = model_type(u, id);

	if (t->kind != TYPE_PTR && t->kind != TYPE_ARRAY && t->kind != TYPE_VECTOR && t->kind != TYPE_FUNC)
		return base_name(t);
	return intern_str(u->names, t->name ? t->name : spell(u, id, "", 0));
}

static bool unbounded(const struct type *t)
{
	return t->kind == TYPE_ARRAY && (t->flags & (TYPE_INCOMPLETE | TYPE_FLEXIBLE)) && !t->size;
}

/* The member that byte `off` lies in. Of a union, the first; a record's tail array has no end. */
static const struct field *member_at(const struct unit *u, const struct type *record, uint64_t off, uint32_t from)
{
	for (uint32_t i = from; i < record->fields.n; i++) {
		const struct field *f = &record->fields.at[i];
		const struct type *t = model_type(u, f->type);
		uint64_t bits = f->bit_width ? f->bit_width : t->size * 8;

		if (off * 8 + 8 > f->bit_off && (off * 8 < f->bit_off + bits || unbounded(t)))
			return f;
	}
	return NULL;
}

static const struct field *field_at(const struct unit *u, type_id record, uint64_t off, uint64_t size, int depth)
{
	const struct type *r = model_type(u, record);
	const struct field *f = NULL;

	if (depth > MAX_DEPTH || !model_type_is_record(u, record))
		return NULL;
	while ((f = member_at(u, r, off, f ? (uint32_t)(f - r->fields.at) + 1 : 0))) {
		const struct type *t = model_type(u, f->type);
		uint64_t in = off - f->bit_off / 8;
		const struct field *found = NULL;

		if (f->bit_width) {
			if (f->bit_off == off * 8 && f->bit_width == size * 8)
				return f;
			continue;
		}
		for (int k = 0; t->kind == TYPE_ARRAY && k < MAX_DEPTH; k++) {
			t = model_type(u, t->elem);
			in = t->size ? in % t->size : in;
		}
		if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION)
			found = field_at(u, (type_id)(t - u->types.at), in, size, depth + 1);
		else if (in == 0 && t->size == size)
			found = f;
		if (found)
			return found;
	}
	return NULL;
}

const struct field *model_field_at(const struct unit *u, type_id record, uint64_t off, uint64_t size)
{
	return field_at(u, record, off, size, 0);
}

const char *model_path_at(struct unit *u, type_id id, uint64_t off)
{
	const char *path = "";

	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		const struct type *t = model_type(u, id);
		const struct field *f;

		if (t->kind == TYPE_ARRAY || t->kind == TYPE_VECTOR) {
			uint64_t size = model_type(u, t->elem)->size;

			path = arena_printf(u->arena, "%s[%llu]", path, (unsigned long long)(size ? off / size : 0));
			off = size ? off % size : off;
			id = t->elem;
			continue;
		}
		if (t->kind != TYPE_STRUCT && t->kind != TYPE_UNION)
			break;
		f = member_at(u, t, off, 0);
		if (!f)
			return path; /* padding */
		if (f->name)
			path = arena_printf(u->arena, "%s%s%s", path, *path ? "." : "", f->name);
		if (f->bit_width)
			return path;
		off -= f->bit_off / 8;
		id = f->type;
	}
	return off ? arena_printf(u->arena, "%s+%llu", path, (unsigned long long)off) : path;
}

type_id model_type_find(const struct unit *u, const char *name)
{
	type_id found = 0;

	for (type_id id = 1; id < u->types.n; id++) {
		const struct type *t = model_type(u, id);

		if (!t->name || strcmp(t->name, name))
			continue;
		if (!(t->flags & TYPE_INCOMPLETE))
			return id;
		if (!found)
			found = id;
	}
	return found;
}
