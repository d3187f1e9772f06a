// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * unit: a translation unit's model as a whole: made, filled with types, maps, globals and functions, freed. Every
 * string that comes in is interned here, so that nothing in a model points into its front end, and names that are
 * equal are the same pointer.
 */
#include "model/model.h"

#define NAME(u, s) ((s) = intern_str((u)->names, (s)))

static void keep_pos(struct unit *u, struct pos *p)
{
	NAME(u, p->file);
	NAME(u, p->macro);
}

struct unit *model_unit_new(void)
{
	struct arena *arena = arena_new();
	struct unit *u = arena_alloc(arena, sizeof(*u));

	u->arena = arena;
	u->names = intern_new(arena);
	vec_push(&u->types, (struct type){0});
	vec_push(&u->places, (struct pos){0});
	return u;
}

static void free_type(struct type *t)
{
	for (uint32_t i = 0; i < t->fields.n; i++)
		vec_free(&t->fields.at[i].decl_tags);
	vec_free(&t->fields);
	vec_free(&t->tags);
}

static void free_func(struct func *f)
{
	vec_free(&f->decl_tags);
	vec_free(&f->params);
	vec_free(&f->temps);
	vec_free(&f->locals);
	vec_free(&f->instrs);
	vec_free(&f->blocks);
}

void model_unit_free(struct unit *u)
{
	if (!u)
		return;
	for (uint32_t i = 0; i < u->types.n; i++)
		free_type(&u->types.at[i]);
	for (uint32_t i = 0; i < u->globals.n; i++) {
		vec_free(&u->globals.at[i].relocs);
		vec_free(&u->globals.at[i].decl_tags);
	}
	for (uint32_t i = 0; i < u->funcs.n; i++)
		free_func(&u->funcs.at[i]);
	vec_free(&u->types);
	vec_free(&u->maps);
	vec_free(&u->globals);
	vec_free(&u->funcs);
	vec_free(&u->places);
	arena_free(u->arena);
}

static bool same_pos(const struct pos *a, const struct pos *b)
{
	return a->file == b->file && a->macro == b->macro && a->line == b->line && a->col == b->col &&
	       a->end_line == b->end_line && a->end_col == b->end_col && a->handle == b->handle &&
	       a->end_handle == b->end_handle;
}

uint32_t model_place_add(struct unit *u, const struct pos *p)
{
	static const struct pos unknown;
	struct pos own;

	if (!p)
		return 0;
	own = *p;
	keep_pos(u, &own);
	if (same_pos(&own, &unknown))
		return 0;
	if (!same_pos(&own, &u->places.at[u->places.n - 1]))
		vec_push(&u->places, own);
	return u->places.n - 1;
}

type_id model_type_reserve(struct unit *u)
{
	vec_push(&u->types, (struct type){0});
	return u->types.n - 1;
}

void model_type_set(struct unit *u, type_id id, const struct type *t)
{
	struct type own = *t;

	NAME(u, own.name);
	NAME(u, own.tdef);
	keep_pos(u, &own.pos);
	for (uint32_t i = 0; i < own.tags.n; i++)
		NAME(u, own.tags.at[i]);
	for (uint32_t i = 0; i < own.fields.n; i++) {
		struct field *f = &own.fields.at[i];

		NAME(u, f->name);
		keep_pos(u, &f->pos);
		for (uint32_t k = 0; k < f->decl_tags.n; k++)
			NAME(u, f->decl_tags.at[k]);
	}
	if (own.fields.at != u->types.at[id].fields.at)
		free_type(&u->types.at[id]);
	u->types.at[id] = own;
}

type_id model_type_add(struct unit *u, const struct type *t)
{
	type_id id = model_type_reserve(u);

	model_type_set(u, id, t);
	return id;
}

uint32_t model_map_add(struct unit *u, const struct map *m)
{
	struct map own = *m;

	NAME(u, own.name);
	keep_pos(u, &own.pos);
	keep_pos(u, &own.key_pos);
	keep_pos(u, &own.value_pos);
	keep_pos(u, &own.type_pos);
	vec_push(&u->maps, own);
	return u->maps.n - 1;
}

uint32_t model_global_add(struct unit *u, const struct global *g)
{
	struct global own = *g;

	NAME(u, own.name);
	NAME(u, own.section);
	keep_pos(u, &own.pos);
	for (uint32_t i = 0; i < own.decl_tags.n; i++)
		NAME(u, own.decl_tags.at[i]);
	if (own.init)
		own.init = arena_copy(u->arena, own.init, own.size);
	vec_push(&u->globals, own);
	return u->globals.n - 1;
}

uint32_t model_func_add(struct unit *u, const struct func *f)
{
	struct func own = *f;

	NAME(u, own.name);
	NAME(u, own.section);
	NAME(u, own.ignore);
	keep_pos(u, &own.pos);
	keep_pos(u, &own.end_pos);
	for (uint32_t i = 0; i < own.decl_tags.n; i++)
		NAME(u, own.decl_tags.at[i]);
	for (uint32_t i = 0; i < own.locals.n; i++)
		NAME(u, own.locals.at[i].name);
	vec_push(&u->funcs, own);
	return u->funcs.n - 1;
}
