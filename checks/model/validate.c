// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * validate: does a model keep the rules that everyone who walks it relies on? Indices are in range, types do not hold
 * themselves, blocks follow each other and end in their one terminator, every temporary is assigned once and its
 * assignment comes before its uses on every path (dominate.c). It says which rule broke first and where, for the
 * people who write front ends.
 */
#include "model/validate.h"

#include <stdlib.h>

const char *validator_where(const struct validator *v)
{
	const struct unit *u = v->u;
	const char *name = NULL;

	switch (v->where) {
	case WHERE_TYPE:
		name = u->types.at[v->index].name;
		return arena_printf(u->arena, "type %u%s%s", v->index, name ? " " : "", name ? name : "");
	case WHERE_MAP:
		name = u->maps.at[v->index].name;
		return arena_printf(u->arena, "map %u '%s'", v->index, name ? name : "");
	case WHERE_GLOBAL:
		name = u->globals.at[v->index].name;
		return arena_printf(u->arena, "global %u '%s'", v->index, name ? name : "");
	case WHERE_FUNC:
		name = u->funcs.at[v->index].name;
		return arena_printf(u->arena, "function %u '%s'", v->index, name ? name : "");
	default:
		return NULL;
	}
}

bool broken(struct validator *v, const char *fmt, ...)
{
	const char *what, *where = validator_where(v);
	va_list ap;

	if (v->message)
		return false;
	va_start(ap, fmt);
	what = arena_vprintf(v->u->arena, fmt, ap);
	va_end(ap);
	v->message = where ? arena_printf(v->u->arena, "%s: %s", where, what) : what;
	return false;
}

static bool check_type_id(struct validator *v, type_id id, const char *what)
{
	return id < v->u->types.n || broken(v, "%s is type %u of %u", what, id, v->u->types.n);
}

/* ---- types ---- */

static bool check_layout(struct validator *v, const struct type *t, const struct field *f)
{
	const struct type *ft = model_type(v->u, f->type);
	uint64_t bits;

	if (t->flags & TYPE_INCOMPLETE)
		return true;
	if (__builtin_mul_overflow(ft->size, 8, &bits) || t->size > MAX_SIZE)
		return broken(v, "size does not fit");
	if (f->bit_width)
		bits = f->bit_width;
	if (bits > t->size * 8 || f->bit_off > t->size * 8 - bits)
		return broken(v, "member '%s' ends behind the record", f->name ? f->name : "");
	return true;
}

static bool check_type(struct validator *v, type_id id)
{
	const struct type *t = model_type(v->u, id);
	bool record = t->kind == TYPE_STRUCT || t->kind == TYPE_UNION;
	uint64_t size;

	v->where = WHERE_TYPE;
	v->index = id;
	if ((unsigned)t->kind > TYPE_FUNC)
		return broken(v, "unknown kind");
	if (t->align & (t->align - 1))
		return broken(v, "alignment %u is no power of two", t->align);
	if (!check_type_id(v, t->elem, "its element"))
		return false;
	if (t->fields.n && !record && t->kind != TYPE_FUNC)
		return broken(v, "only records and functions have fields");
	for (uint32_t i = 0; i < t->fields.n; i++) {
		if (!check_type_id(v, t->fields.at[i].type, "a field"))
			return false;
		if (record && !check_layout(v, t, &t->fields.at[i]))
			return false;
	}
	if (t->kind == TYPE_ARRAY && !(t->flags & (TYPE_INCOMPLETE | TYPE_FLEXIBLE)) &&
	    (__builtin_mul_overflow(t->count, model_type(v->u, t->elem)->size, &size) || size != t->size))
		return broken(v, "size is not that of its elements together");
	return true;
}

/* The k-th type that a value of type t holds inside. */
static bool held_type(const struct type *t, uint32_t k, type_id *held)
{
	switch (t->kind) {
	case TYPE_ARRAY:
	case TYPE_VECTOR:
	case TYPE_ENUM:
		*held = t->elem;
		return k == 0;
	case TYPE_STRUCT:
	case TYPE_UNION:
		if (k >= t->fields.n)
			return false;
		*held = t->fields.at[k].type;
		return true;
	default:
		return false;
	}
}

/* Depth first over what types hold by value. */
static bool check_recursion(struct validator *v)
{
	enum { UNSEEN, ON_PATH, DONE };
	struct step {
		type_id type;
		uint32_t next;
	} *path = calloc(v->u->types.n + 1, sizeof(*path));
	uint8_t *state = calloc(v->u->types.n + 1, 1);
	bool good = path && state;

	if (!good)
		__builtin_trap();
	for (type_id root = 1; good && root < v->u->types.n; root++) {
		uint32_t depth = 0;

		if (state[root] == UNSEEN) {
			state[root] = ON_PATH;
			path[depth++] = (struct step){.type = root};
		}
		while (good && depth) {
			struct step *s = &path[depth - 1];
			type_id held = 0;

			if (!held_type(model_type(v->u, s->type), s->next++, &held)) {
				state[s->type] = DONE;
				depth--;
			} else if (state[held] == ON_PATH) {
				v->where = WHERE_UNIT;
				good = broken(v, "type %u holds itself", held);
			} else if (state[held] == UNSEEN) {
				state[held] = ON_PATH;
				path[depth++] = (struct step){.type = held};
			}
		}
	}
	free(path);
	free(state);
	return good;
}

static bool check_types(struct validator *v)
{
	if (!v->u->types.n || v->u->types.at[0].kind != TYPE_NONE)
		return broken(v, "type 0 must be no type");
	for (type_id id = 0; id < v->u->types.n; id++)
		if (!check_type(v, id))
			return false;
	return check_recursion(v);
}

/* ---- maps and globals ---- */

static bool check_map(struct validator *v, uint32_t index)
{
	const struct map *m = &v->u->maps.at[index];

	v->where = WHERE_MAP;
	v->index = index;
	if ((unsigned)m->form > MAP_EXTERN)
		return broken(v, "unknown form");
	if (!check_type_id(v, m->key_type, "its key") || !check_type_id(v, m->value_type, "its value"))
		return false;
	if (m->inner != -1 && (m->inner < 0 || (uint32_t)m->inner >= v->u->maps.n || (uint32_t)m->inner == index))
		return broken(v, "its inner map is map %d of %u", m->inner, v->u->maps.n);
	return true;
}

static bool check_reloc(struct validator *v, const struct global *g, const struct reloc *r)
{
	uint32_t n = r->to == RELOC_FUNC ? v->u->funcs.n : r->to == RELOC_GLOBAL ? v->u->globals.n : v->u->maps.n;

	if (r->off > g->size)
		return broken(v, "relocation at %u is behind its end", r->off);
	return r->index < n || broken(v, "relocation at %u is to %u of %u", r->off, r->index, n);
}

static bool check_global(struct validator *v, uint32_t index)
{
	const struct global *g = &v->u->globals.at[index];

	v->where = WHERE_GLOBAL;
	v->index = index;
	if ((unsigned)g->kind > GLOBAL_SPECIAL)
		return broken(v, "unknown kind");
	if (!check_type_id(v, g->type, "its type"))
		return false;
	if (g->init && !g->has_init)
		return broken(v, "has bytes of an initialiser but no initialiser");
	for (uint32_t i = 0; i < g->relocs.n; i++)
		if (!check_reloc(v, g, &g->relocs.at[i]))
			return false;
	return true;
}

/* ---- functions ---- */

static bool check_params(struct validator *v, const struct func *f)
{
	for (uint32_t i = 0; i < f->params.n; i++) {
		uint32_t t = f->params.at[i];

		if (t >= f->temps.n)
			return broken(v, "parameter %u is temporary %u of %u", i, t, f->temps.n);
		if (f->temps.at[t].def != NO_INSTR || f->temps.at[t].is_var)
			return broken(v, "parameter %u, %%%u, is assigned again", i, t);
		for (uint32_t k = 0; k < i; k++)
			if (f->params.at[k] == t)
				return broken(v, "parameters %u and %u are one temporary", k, i);
	}
	return true;
}

static bool check_locals(struct validator *v, const struct func *f)
{
	for (uint32_t i = 0; i < f->locals.n; i++) {
		const struct local *l = &f->locals.at[i];

		if (!check_type_id(v, l->type, "a local"))
			return false;
		if (l->param < -1 || (l->param >= 0 && (uint32_t)l->param >= f->params.n))
			return broken(v, "local %u holds parameter %d of %u", i, l->param, f->params.n);
		if (l->align & (l->align - 1))
			return broken(v, "alignment %u of local %u is no power of two", l->align, i);
	}
	return true;
}

static bool check_temps(struct validator *v, const struct func *f)
{
	for (uint32_t t = 0; t < f->temps.n; t++) {
		uint32_t def = f->temps.at[t].def;

		if (!check_type_id(v, f->temps.at[t].type, "a temporary"))
			return false;
		if (f->temps.at[t].is_var && def != NO_INSTR)
			return broken(v, "variable %%%u has one assignment of its own", t);
		if (def != NO_INSTR && (def >= f->instrs.n || f->instrs.at[def].dst != t))
			return broken(v, "%%%u says that instruction %u assigns it, which does not", t, def);
	}
	return true;
}

static bool check_blocks(struct validator *v, const struct func *f)
{
	uint64_t next = 0;

	for (uint32_t b = 0; b < f->blocks.n; b++) {
		const struct block *block = &f->blocks.at[b];

		if (block->first != next)
			return broken(v, "block %u begins at instruction %u, not at %u", b, block->first, (unsigned)next);
		if (!block->count)
			return broken(v, "block %u is empty", b);
		next += block->count;
		if (next > f->instrs.n)
			return broken(v, "block %u ends behind the last instruction", b);
	}
	return next == f->instrs.n || broken(v, "instruction %u is in no block", (unsigned)next);
}

static bool check_func(struct validator *v, uint32_t index)
{
	const struct func *f = &v->u->funcs.at[index];

	v->where = WHERE_FUNC;
	v->index = index;
	if ((unsigned)f->linkage > LINK_EXTERN)
		return broken(v, "unknown linkage");
	if (!check_type_id(v, f->type, "its type"))
		return false;
	if (f->type && model_type(v->u, f->type)->kind != TYPE_FUNC)
		return broken(v, "its type is no function type");
	if (!check_params(v, f) || !check_locals(v, f) || !check_temps(v, f) || !check_blocks(v, f))
		return false;
	for (uint32_t b = 0; b < f->blocks.n; b++)
		for (uint32_t i = 0; i < f->blocks.at[b].count; i++)
			if (!check_instr(v, f, f->blocks.at[b].first + i, i + 1 == f->blocks.at[b].count))
				return false;
	return check_dominance(v, f);
}

static bool check_unit(struct validator *v)
{
	if (!check_types(v))
		return false;
	for (uint32_t i = 0; i < v->u->maps.n; i++)
		if (!check_map(v, i))
			return false;
	for (uint32_t i = 0; i < v->u->globals.n; i++)
		if (!check_global(v, i))
			return false;
	for (uint32_t i = 0; i < v->u->funcs.n; i++)
		if (!check_func(v, i))
			return false;
	return true;
}

const char *model_validate(struct unit *u)
{
	struct validator v = {.u = u};

	return check_unit(&v) ? NULL : v.message;
}
