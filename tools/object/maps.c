// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * maps: a map is a variable in .maps, whose type says in its members what the map is; or, in objects from before, a record of
 * numbers in "maps".
 *
 * Mirrors parse_btf_map_def() of libbpf, and bpf_object__init_user_maps() of versions before 1.0.
 */
#include "object/lower.h"

#include <bpf/btf.h>

/* __uint(name, n) is `int (*name)[n]`; __ulong(name, n) an enumerator in an unnamed enum. */
static bool number(const struct lower *l, uint32_t id, uint64_t *n)
{
	const struct btf_type *t = lower_strip(l, &id);

	if (t && btf_is_ptr(t)) {
		id = t->type;
		t = lower_strip(l, &id);
		if (!t || !btf_is_array(t))
			return false;
		*n = btf_array(t)->nelems;
		return true;
	}
	if (t && btf_is_enum(t) && btf_vlen(t)) {
		*n = (uint32_t)btf_enum(t)[0].val;
		return true;
	}
	if (t && btf_kind(t) == 19 /* enum64 */ && btf_vlen(t)) {
		memcpy(n, (const char *)(t + 1) + 4, sizeof(*n));
		return true;
	}
	return false;
}

/* __type(key, T) is `T *key`. */
static type_id pointee(struct lower *l, uint32_t id)
{
	const struct btf_type *t = lower_strip(l, &id);

	return t && btf_is_ptr(t) ? lower_type(l, t->type) : 0;
}

static bool is_pointer(const struct lower *l, uint32_t id)
{
	const struct btf_type *t = lower_strip(l, &id);

	return t && btf_is_ptr(t);
}

static void read_definition(struct lower *l, struct map *m, const struct btf_type *def, int depth);

/* values: `__array(values, struct inner)` or pointers to functions. */
static void read_values(struct lower *l, struct map *m, uint32_t id, int depth)
{
	const struct btf_type *t = lower_strip(l, &id);
	struct map inner = {.form = MAP_BTF, .inner = -1, .is_inner = true};

	t = t && btf_is_array(t) ? lower_strip(l, &(uint32_t){btf_array(t)->type}) : NULL;
	t = t && btf_is_ptr(t) ? lower_strip(l, &(uint32_t){t->type}) : NULL;
	if (!t)
		return;
	if (btf_is_func_proto(t)) {
		m->values_funcs = true;
	} else if (btf_is_struct(t) && depth < 2) {
		read_definition(l, &inner, t, depth + 1);
		m->inner = (int32_t)model_map_add(l->u, &inner);
	}
}

static void read_definition(struct lower *l, struct map *m, const struct btf_type *def, int depth)
{
	const struct btf_member *members = btf_members(def);

	for (uint32_t i = 0; i < btf_vlen(def); i++) {
		const char *name = btf__name_by_offset(l->m->btf, members[i].name_off);
		uint32_t id = members[i].type;
		uint64_t n = 0;

		if (!name)
			continue;
		if (!strcmp(name, "key") && is_pointer(l, id)) {
			m->key_type = pointee(l, id);
			m->key_size = (uint32_t)model_type(l->u, m->key_type)->size;
			m->has_key_size = true;
		} else if (!strcmp(name, "value") && is_pointer(l, id)) {
			m->value_type = pointee(l, id);
			m->value_size = (uint32_t)model_type(l->u, m->value_type)->size;
			m->has_value_size = true;
		} else if (!strcmp(name, "values")) {
			read_values(l, m, id, depth);
		} else if (!number(l, id, &n)) {
			continue;
		} else if (!strcmp(name, "type")) {
			m->map_type = (uint32_t)n;
		} else if (!strcmp(name, "key_size")) {
			m->key_size = (uint32_t)n;
			m->has_key_size = true;
		} else if (!strcmp(name, "value_size")) {
			m->value_size = (uint32_t)n;
			m->has_value_size = true;
		} else if (!strcmp(name, "max_entries")) {
			m->max_entries = (uint32_t)n;
			m->has_max_entries = true;
		} else if (!strcmp(name, "map_flags")) {
			m->map_flags = (uint32_t)n;
		} else if (!strcmp(name, "pinning")) {
			m->pinning = (uint32_t)n;
		} else if (!strcmp(name, "numa_node")) {
			m->numa_node = (uint32_t)n;
		} else if (!strcmp(name, "map_extra")) {
			m->map_extra = n;
		}
	}
}

static void add(struct lower *l, uint32_t section, uint32_t off, const struct map *m)
{
	l->maps_at[l->nmaps].section = section;
	l->maps_at[l->nmaps].off = off;
	l->maps_at[l->nmaps++].map = model_map_add(l->u, m);
}

static const struct btf_type *variable_named(const struct lower *l, const char *name)
{
	int id = l->m->btf ? btf__find_by_name_kind(l->m->btf, name, BTF_KIND_VAR) : -1;

	return id > 0 ? lower_btf(l, (uint32_t)id) : NULL;
}

static void btf_map(struct lower *l, const struct image_symbol *s)
{
	const struct btf_type *var = variable_named(l, s->name), *def = var ? lower_strip(l, &(uint32_t){var->type}) : NULL;
	struct map m = {.name = s->name, .form = MAP_BTF, .inner = -1, .is_static = s->bind == 0};

	if (def && btf_is_struct(def))
		read_definition(l, &m, def, 0);
	else
		m.form = MAP_EXTERN;
	add(l, s->section, (uint32_t)s->value, &m);
}

/* struct bpf_map_def: type, key_size, value_size, max_entries, map_flags. */
static void legacy_map(struct lower *l, const struct image_symbol *s)
{
	const struct image_section *in = image_section(l->m, s->section);
	struct map m = {.name = s->name, .form = MAP_LEGACY, .inner = -1};
	uint32_t w[5] = {0};
	uint64_t n = s->size < sizeof(w) ? s->size : sizeof(w);

	if (!in->data || s->value > in->size || n > in->size - s->value)
		return;
	memcpy(w, in->data + s->value, n);
	m.map_type = w[0];
	m.key_size = w[1];
	m.value_size = w[2];
	m.max_entries = w[3];
	m.map_flags = w[4];
	m.has_key_size = m.has_value_size = m.has_max_entries = true;
	add(l, s->section, (uint32_t)s->value, &m);
}

/* A slot of `values` that names another map: that one is the template. */
static void inner_slots(struct lower *l)
{
	for (uint32_t i = 0; i < l->m->relocs.n; i++) {
		const struct image_reloc *r = &l->m->relocs.at[i];
		const struct image_symbol *s = image_reloc_symbol(l->m, r);
		uint32_t outer = UINT32_MAX, inner = UINT32_MAX;

		if (strcmp(image_section(l->m, r->section)->name, ".maps") || !s)
			continue;
		for (uint32_t k = 0; k < l->nmaps; k++) {
			if (l->maps_at[k].section == r->section && l->maps_at[k].off <= r->off && (outer == UINT32_MAX || l->maps_at[k].off > l->maps_at[outer].off))
				outer = k;
			if (l->maps_at[k].section == s->section && l->maps_at[k].off == s->value)
				inner = k;
		}
		if (outer != UINT32_MAX && inner != UINT32_MAX && outer != inner && l->u->maps.at[l->maps_at[outer].map].inner < 0)
			l->u->maps.at[l->maps_at[outer].map].inner = (int32_t)l->maps_at[inner].map;
	}
}

void lower_maps(struct lower *l)
{
	l->maps_at = arena_alloc(l->m->arena, (l->m->symbols.n + 1) * sizeof(*l->maps_at));
	for (uint32_t i = 0; i < l->m->symbols.n; i++) {
		const struct image_symbol *s = &l->m->symbols.at[i];
		const char *section = image_section(l->m, s->section)->name;

		if (s->type == 3 /* STT_SECTION */ || !*s->name)
			continue;
		if (!strcmp(section, ".maps"))
			btf_map(l, s);
		else if (!strcmp(section, "maps"))
			legacy_map(l, s);
	}
	inner_slots(l);
}
