// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * plain-data: keys and values of maps are bytes. They are compared, copied to user space and back, and outlive the program that wrote
 * them. A pointer in them (a C++ vtable or reference is one too) comes back as a number, and bytes that nobody wrote make two keys
 * differ that look the same. Pointers that the kernel keeps track of (__kptr and kin) are fine.
 */
#include "rule/hole.h"
#include "rule/rule.h"

#define MAX_DEPTH 8

/* What makes a type more than bytes, and where inside it that is. */
struct flaw {
	const char *is;            /* "a pointer" */
	const struct field *field; /* NULL: the whole */
	uint64_t off;
};

static bool kept_by_kernel(const struct type *t)
{
	static const char *const tags[] = {"kptr", "kptr_ref", "kptr_untrusted", "percpu_kptr", "uptr", "rcu"};

	for (uint32_t i = 0; i < t->tags.n; i++)
		for (size_t k = 0; k < ARRAY_LEN(tags); k++)
			if (!strcmp(t->tags.at[i], tags[k]))
				return true;
	return t->addr_space; /* an arena's address is the same for all */
}

static bool find_flaw(const struct unit *u, type_id id, uint64_t off, int depth, struct flaw *x)
{
	const struct type *t = model_type(u, id);

	x->off = off;
	switch (t->kind) {
	case TYPE_PTR:
		x->is = t->flags & TYPE_REFERENCE ? "a reference" : model_type(u, t->elem)->kind == TYPE_FUNC ? "a function's address" : "a pointer";
		return !kept_by_kernel(t);
	case TYPE_FUNC:
		x->is = "a function";
		return true;
	case TYPE_ARRAY:
		return depth < MAX_DEPTH && find_flaw(u, t->elem, off, depth + 1, x);
	case TYPE_STRUCT:
	case TYPE_UNION:
		break;
	default:
		return false;
	}
	for (uint32_t i = 0; depth < MAX_DEPTH && i < t->fields.n; i++) {
		const struct field *f = &t->fields.at[i];

		if (f->name)
			x->field = f;
		if (!f->bit_width && find_flaw(u, f->type, off + f->bit_off / 8, depth + 1, x))
			return true;
	}
	x->field = NULL;
	x->off = off;
	x->is = t->flags & TYPE_POLYMORPHIC ? "the address of a table of virtual functions" : t->flags & TYPE_NOT_TRIVIAL ? "an object that cannot be copied as bytes" :
		t->flags & TYPE_NOT_STANDARD ? "an object whose layout the language leaves open" : NULL;
	return x->is;
}

static const char *consequence(bool key, const struct flaw *x)
{
	if (!strcmp(x->is, "an object that cannot be copied as bytes") || !strcmp(x->is, "an object whose layout the language leaves open"))
		return "a map copies bytes";
	return key ? "the address is compared, not what it points to" : "a program gets it back as a number, and to user space it means nothing";
}

static void check_type(struct rules *r, const struct map *map, bool key)
{
	type_id id = key ? map->key_type : map->value_type;
	const struct pos *at = key ? &map->key_pos : &map->value_pos;
	const struct type *t = model_type(r->unit, id);
	const char *side = key ? "key" : "value", *path;
	struct flaw x = {0};

	if (!id)
		return;
	if (t->flags & TYPE_FLEXIBLE)
		rule_say_at(r, VERDICT_HAZARD, NULL, at, NULL, "the %s of map %s ends in an array without a size: the map has no room for its elements", side, rule_map_words(r, map));
	if (!find_flaw(r->unit, id, 0, 0, &x))
		return;
	path = x.field ? model_path_at(r->unit, id, x.off) : "";
	if (*path == '.')
		path++;
	if (x.field && x.field->pos.file && at->file && !strcmp(x.field->pos.file, at->file))
		at = &x.field->pos;
	rule_note(r, rule_say_at(r, VERDICT_HAZARD, NULL, at, NULL, *path ? "the %s of map %s holds %s, '%s': %s" : "the %s of map %s is %s%s: %s", side,
				 rule_map_words(r, map), x.is, path, consequence(key, &x)),
		  &map->pos, "'%s' is defined here", map->name ? map->name : "the map");
}

/* ---- bytes of a key that nobody wrote ---- */

static bool hashed(enum map_type t)
{
	return t == MAP_HASH || t == MAP_PERCPU_HASH || t == MAP_LRU_HASH || t == MAP_LRU_PERCPU_HASH || t == MAP_HASH_OF_MAPS || t == MAP_SOCKHASH;
}

static void check_key(struct rules *r, const struct event *e)
{
	uint32_t size = e->map->key_size, hole = hole_first(e, size);
	const struct field *member = hole < size ? hole_member(r->unit, e->map->key_type, hole) : NULL;
	const char *name;
	struct finding *f;

	if (hole >= size || !model_type_is_record(r->unit, e->map->key_type))
		return;
	name = rule_name(r, e, e->operand, "the key");
	if (member && member->name)
		f = rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "the key %s is compared as a whole, but its member '%s' is not written on this path", name, member->name);
	else
		f = rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "the key %s is compared as a whole, but its byte %u is padding that nobody wrote", name, hole);
	rule_note(r, f, &e->map->key_pos, "the key of map %s is '%s'; clear it with memset() before its members are set", rule_map_words(r, e->map),
		  model_type_name(r->unit, e->map->key_type));
}

bool rule_plain_data(struct rules *r, const struct event *e)
{
	if (e->kind == EVENT_MAP) {
		check_type(r, e->map, true);
		check_type(r, e->map, false);
	} else if (e->helper && e->helper->args[e->arg].kind == ARG_MAP_KEY && e->map && hashed((enum map_type)e->map->map_type)) {
		check_key(r, e);
	}
	return false;
}
