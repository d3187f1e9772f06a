// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * label: one word for everything that the textual form refers to. Labels are made of the source's names, so that a
 * dump reads well and adding one thing changes few lines of it. Where two things would get the same label, the later
 * one gets #index behind it; no name turns into a label with a # in it, so labels are unique.
 */
#include "model/bir.h"

#include <stdlib.h>

enum { MAX_DERIVED = 8 }; /* pointers to pointers ... before a label is a bare number */

/* The name as a label; NULL where nothing is left of it. */
static const char *make_word(struct arena *a, const char *name)
{
	size_t n = name ? strlen(name) : 0;
	char *word;

	if (!n)
		return NULL;
	word = arena_alloc(a, n + 2);
	if (*name >= '0' && *name <= '9')
		*word++ = '_';
	for (size_t i = 0; i < n; i++)
		word[i] = name[i] == ' ' ? '.' : is_label_char(name[i]) && name[i] != '#' ? name[i] : '_';
	return *name >= '0' && *name <= '9' ? word - 1 : word;
}

/* `word` when nobody has it yet, else with the index; things without a name get the index alone. */
static const char *make_unique(struct labels *l, struct symbols *taken, const char *word, uint32_t index)
{
	if (!word)
		word = arena_printf(l->arena, "%u", index);
	if (!symbols_add(taken, word, strlen(word), index)) {
		word = arena_printf(l->arena, "%s#%u", word, index);
		symbols_add(taken, word, strlen(word), index);
	}
	return word;
}

static const char *type_word(struct labels *l, type_id id, int depth)
{
	const struct type *t = model_type(l->u, id);
	const char *elem;

	if (l->types[id])
		return l->types[id];
	if (t->name || t->tdef)
		return make_word(l->arena, t->name ? t->name : t->tdef);
	if (t->kind == TYPE_PTR || t->kind == TYPE_ARRAY || t->kind == TYPE_VECTOR) {
		if (depth > MAX_DERIVED || t->elem >= l->u->types.n || !(elem = type_word(l, t->elem, depth + 1)))
			return NULL;
		if (t->kind == TYPE_PTR)
			return arena_printf(l->arena, "%s*", elem);
		return arena_printf(l->arena, "%s[%llu]", elem, (unsigned long long)t->count);
	}
	if (t->kind == TYPE_VOID)
		return "void";
	return NULL;
}

/* Words of pointees without a name would be numbers with stars; such types get their kind and index. */
static void label_types(struct labels *l)
{
	struct symbols taken = {.arena = l->arena};

	l->types = arena_alloc(l->arena, l->u->types.n * sizeof(*l->types));
	for (type_id id = 0; id < l->u->types.n; id++) {
		const struct type *t = model_type(l->u, id);
		const char *word = id ? type_word(l, id, 0) : "none";

		if (!word)
			word = arena_printf(l->arena, "%s%u", type_kind_words[t->kind], id);
		l->types[id] = make_unique(l, &taken, word, id);
	}
}

static void label_objects(struct labels *l)
{
	const struct unit *u = l->u;
	struct symbols taken = {.arena = l->arena};
	uint32_t n = 0;

	l->maps = arena_alloc(l->arena, u->maps.n * sizeof(*l->maps));
	l->globals = arena_alloc(l->arena, u->globals.n * sizeof(*l->globals));
	l->funcs = arena_alloc(l->arena, u->funcs.n * sizeof(*l->funcs));
	for (uint32_t i = 0; i < u->maps.n; i++)
		l->maps[i] = make_unique(l, &taken, make_word(l->arena, u->maps.at[i].name), n++);
	for (uint32_t i = 0; i < u->globals.n; i++)
		l->globals[i] = make_unique(l, &taken, make_word(l->arena, u->globals.at[i].name), n++);
	for (uint32_t i = 0; i < u->funcs.n; i++)
		l->funcs[i] = make_unique(l, &taken, make_word(l->arena, u->funcs.at[i].name), n++);
}

static void add_file(struct labels *l, struct symbols *taken, const struct pos *p)
{
	const char *path = p->file, *base, *label;

	if (!path || !symbols_add(&l->files, path, strlen(path), l->file_paths.n))
		return;
	base = strrchr(path, '/');
	label = make_word(l->arena, base ? base + 1 : path);
	if (l->u->file && !strcmp(path, l->u->file))
		label = NULL;
	else
		label = make_unique(l, taken, label ? label : "file", l->file_paths.n);
	vec_push(&l->file_paths, path);
	vec_push(&l->file_labels, label);
}

/* In the order in which the printer comes to them. */
static void label_files(struct labels *l)
{
	const struct unit *u = l->u;
	struct symbols taken = {.arena = l->arena};

	add_file(l, &taken, &u->license_pos);
	for (uint32_t i = 0; i < u->types.n; i++) {
		add_file(l, &taken, &u->types.at[i].pos);
		for (uint32_t k = 0; k < u->types.at[i].fields.n; k++)
			add_file(l, &taken, &u->types.at[i].fields.at[k].pos);
	}
	for (uint32_t i = 0; i < u->maps.n; i++) {
		add_file(l, &taken, &u->maps.at[i].pos);
		add_file(l, &taken, &u->maps.at[i].type_pos);
		add_file(l, &taken, &u->maps.at[i].key_pos);
		add_file(l, &taken, &u->maps.at[i].value_pos);
	}
	for (uint32_t i = 0; i < u->globals.n; i++)
		add_file(l, &taken, &u->globals.at[i].pos);
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		const struct func *f = &u->funcs.at[i];

		add_file(l, &taken, &f->pos);
		for (uint32_t k = 0; k < f->locals.n; k++)
			add_file(l, &taken, &f->locals.at[k].pos);
		for (uint32_t k = 0; k < f->instrs.n; k++)
			add_file(l, &taken, &u->places.at[f->instrs.at[k].pos]);
		add_file(l, &taken, &f->end_pos);
	}
}

void labels_make(struct labels *l, const struct unit *u)
{
	*l = (struct labels){.u = u, .arena = arena_new()};
	l->files.arena = l->arena;
	label_types(l);
	label_objects(l);
	label_files(l);
}

void labels_free(struct labels *l)
{
	vec_free(&l->file_paths);
	vec_free(&l->file_labels);
	arena_free(l->arena);
}

const char **labels_locals(struct labels *l, const struct func *f)
{
	const char **labels = arena_alloc(l->arena, f->locals.n * sizeof(*labels));
	struct symbols taken = {.arena = l->arena};

	for (uint32_t i = 0; i < f->locals.n; i++)
		labels[i] = make_unique(l, &taken, make_word(l->arena, f->locals.at[i].name), i);
	return labels;
}

const char *labels_file(struct labels *l, const char *path)
{
	uint32_t index = symbols_find(&l->files, path, strlen(path));

	return index == NO_SYMBOL ? NULL : l->file_labels.at[index];
}
