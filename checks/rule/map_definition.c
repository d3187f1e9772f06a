// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-definition: a map that cannot be created as it is defined: a key or value of a size that its type does not take, entries where
 * there are none or none where there must be some, flags that are missing or not allowed. What the loader mends by itself (sizes of ring
 * buffers, entries of perf event arrays, values of maps of maps) is fine, and a key, value or max_entries that is missing is a hazard
 * only: some loaders set them before they load. So is the type of a ring buffer's or perf event array's records given as that of its
 * value: some loaders drop it.
 *
 * Kernel: map_create(), the map_alloc_check() and map_alloc() of each type. libbpf: parse_btf_map_def(), bpf_object__create_map().
 */
#include "rule/rule.h"

#define EINVAL_WORDS "failed to create: Invalid argument(-22)"
#define E2BIG_WORDS "failed to create: Argument list too long(-7)"

enum { F_NO_PREALLOC = 1 << 0, F_STACK_BUILD_ID = 1 << 5, F_RDONLY_PROG = 1 << 7, F_WRONLY_PROG = 1 << 8, F_MMAPABLE = 1 << 10 };

struct side {
	const char *word;    /* "key" */
	const struct pos *at;
	uint32_t size;
	bool given;
	type_id type;
	enum size_rule rule;
	uint32_t fixed;
};

static const char *name_of(const struct map *map)
{
	return map->name ? map->name : "an inner map";
}

/* What the number should have been, in words; NULL when it is right or nobody knows. */
static const char *wanted(struct rules *r, const struct map *map, const struct side *s)
{
	switch (s->rule) {
	case SIZE_ANY: return s->size ? NULL : "at least 1 byte";
	case SIZE_ZERO: return s->size ? "none" : NULL;
	case SIZE_FOUR: return s->size == 4 ? NULL : "4 bytes";
	case SIZE_FIXED: return s->size == s->fixed ? NULL : arena_printf(r->unit->arena, "%u bytes", s->fixed);
	case SIZE_LPM_KEY: return s->size >= 5 && s->size <= 260 ? NULL : "a 4-byte prefix length and 1 to 256 bytes of data";
	case SIZE_4_OR_8: return s->size == 4 || s->size == 8 ? NULL : "4 or 8 bytes";
	case SIZE_8_OR_16: return s->size == 8 || s->size == 16 ? NULL : "8 or 16 bytes";
	case SIZE_STACK: return s->size && s->size % (map->map_flags & F_STACK_BUILD_ID ? 32 : 8) == 0 ? NULL : "a multiple of 8 bytes, one for each frame";
	default: return NULL;
	}
}

/* What the type of a value tells of is what the program sends, not what the map holds. */
static bool is_records(const struct map_facts *k, const struct side *s)
{
	return s->word[0] == 'v' && (k->type == MAP_RINGBUF || k->type == MAP_PERF_EVENT_ARRAY);
}

static void check_side(struct rules *r, const struct map *map, const struct map_facts *k, const struct side *s)
{
	const char *want = wanted(r, map, s);
	uint64_t of_type = s->type ? model_type(r->unit, s->type)->size : 0;

	if (s->given && of_type && s->size != of_type)
		rule_say_at(r, VERDICT_REJECT, NULL, s->at, arena_printf(r->unit->arena, "conflicting %s size", s->word),
			    "the %s of map '%s' has two sizes: %u bytes by number, %llu by its type", s->word, name_of(map), s->size, (unsigned long long)of_type);
	else if (want && s->size && s->type && is_records(k, s))
		rule_say_at(r, VERDICT_HAZARD, NULL, s->at, EINVAL_WORDS, "the value of map '%s' has %u bytes, but %s takes %s: it cannot be created unless the loader drops it",
			    name_of(map), s->size, k->name, want);
	else if (want && s->size)
		rule_say_at(r, VERDICT_REJECT, NULL, s->at, EINVAL_WORDS, "the %s of map '%s' has %u bytes, but %s takes %s", s->word, name_of(map), s->size, k->name, want);
	else if (want && s->type && (model_type(r->unit, s->type)->flags & TYPE_INCOMPLETE))
		rule_say_at(r, VERDICT_REJECT, NULL, s->at, arena_printf(r->unit->arena, "can't determine %s size", s->word),
			    "the %s of map '%s' has a type that is only declared here: its size is not known", s->word, name_of(map));
	else if (want)
		rule_say_at(r, VERDICT_HAZARD, NULL, s->at, EINVAL_WORDS, "map '%s' has no %s, but %s takes %s: it cannot be created unless the loader sets it", name_of(map),
			    s->word, k->name, want);
	else if (s->word[0] == 'v' && k->max_value && s->size > k->max_value)
		rule_say_at(r, VERDICT_REJECT, NULL, s->at, E2BIG_WORDS, "the value of map '%s' has %u bytes, but %s takes %u at most", name_of(map), s->size, k->name, k->max_value);
}

static void check_sizes(struct rules *r, const struct map *map, const struct map_facts *k)
{
	struct side key = {"key", &map->key_pos, map->key_size, map->has_key_size, map->key_type, k->key, k->key_fixed};
	struct side value = {"value", &map->value_pos, map->value_size, map->has_value_size, map->value_type, k->value, k->value_fixed};

	if (!key.size && key.type)
		key.size = (uint32_t)model_type(r->unit, key.type)->size;
	if (!value.size && value.type)
		value.size = (uint32_t)model_type(r->unit, value.type)->size;
	check_side(r, map, k, &key);
	check_side(r, map, k, &value);
}

static void check_entries(struct rules *r, const struct map *map, const struct map_facts *k)
{
	if (k->entries == ENTRIES_ZERO && map->max_entries)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, EINVAL_WORDS, "map '%s' has max_entries %u, but %s takes none: it grows by itself", name_of(map), map->max_entries, k->name);
	else if ((k->entries == ENTRIES_POSITIVE || k->entries == ENTRIES_POW2_PAGE) && !map->max_entries && map->has_max_entries)
		rule_say_at(r, VERDICT_HAZARD, NULL, &map->pos, EINVAL_WORDS, "map '%s' has max_entries 0: it cannot be created unless the loader sets another number", name_of(map));
	else if ((k->entries == ENTRIES_POSITIVE || k->entries == ENTRIES_POW2_PAGE) && !map->max_entries)
		rule_say_at(r, VERDICT_HAZARD, NULL, &map->pos, EINVAL_WORDS, "map '%s' has no max_entries: it cannot be created unless the loader sets them", name_of(map));
}

static const char *flag_name(struct rules *r, uint32_t flags)
{
	switch (flags) {
	case F_NO_PREALLOC: return "BPF_F_NO_PREALLOC";
	case F_MMAPABLE: return "BPF_F_MMAPABLE";
	case F_STACK_BUILD_ID: return "BPF_F_STACK_BUILD_ID";
	case F_RDONLY_PROG: return "BPF_F_RDONLY_PROG";
	case F_WRONLY_PROG: return "BPF_F_WRONLY_PROG";
	default: return arena_printf(r->unit->arena, "flags %#x", flags);
	}
}

static void check_flags(struct rules *r, const struct map *map, const struct map_facts *k)
{
	uint32_t both = F_RDONLY_PROG | F_WRONLY_PROG, extra = map->map_flags & ~k->flags_allowed, absent = k->flags_required & ~map->map_flags;

	if (!k->flags_allowed)
		return;
	if (extra)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "failed to create: ", "map '%s' has %s, which %s does not take", name_of(map), flag_name(r, extra), k->name);
	else if (absent)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, EINVAL_WORDS, "map '%s' needs %s in its map_flags: %s takes nothing else", name_of(map), flag_name(r, absent), k->name);
	else if ((map->map_flags & both) == both)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, EINVAL_WORDS, "map '%s' has BPF_F_RDONLY_PROG and BPF_F_WRONLY_PROG: only one is possible", name_of(map));
}

/* Maps that live with a kernel object want to know what they hold; creation has no other try for them. */
static void check_types(struct rules *r, const struct map *map, const struct map_facts *k)
{
	const struct type *key = map->key_type ? model_type(r->unit, map->key_type) : NULL;

	if (!k->btf_required || map->form != MAP_BTF)
		return;
	if (!map->key_type || !map->value_type)
		rule_say_at(r, VERDICT_REJECT, NULL, map->key_type ? &map->value_pos : &map->key_pos, EINVAL_WORDS,
			    "map '%s' gives the size of its %s but not the type: %s needs __type(%s, ...)", name_of(map), map->key_type ? "value" : "key", k->name,
			    map->key_type ? "value" : "key");
	else if (key->size == 4 && key->kind != TYPE_INT)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->key_pos, EINVAL_WORDS, "the key of map '%s' is '%s', but %s takes an int only", name_of(map),
			    model_type_name(r->unit, map->key_type), k->name);
}

/* Maps of maps, and what is in them. */
static void check_inner(struct rules *r, const struct map *map, const struct map_facts *k)
{
	const struct map *inner = map->inner >= 0 ? &r->unit->maps.at[map->inner] : NULL;
	const struct map_facts *in = inner ? kernel_map((enum map_type)inner->map_type) : NULL;
	bool of_maps = k->lookup == LOOKUP_INNER_MAP;

	if (map->is_inner && inner)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "multi-level inner maps not supported",
			    "the maps in map '%s' hold maps themselves: libbpf takes no more than one level", name_of(map));
	else if (map->is_inner && map->pinning)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "inner def can't be pinned", "'%s' is a map in another one: libbpf cannot pin it", name_of(map));
	else if (inner && !of_maps)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "should be map-in-map or prog-array", "map '%s' has inner maps, but %s holds none", name_of(map), k->name);
	else if (of_maps && !inner && map->form == MAP_BTF && !map->is_inner)
		rule_say_at(r, VERDICT_HAZARD, NULL, &map->pos, "failed to create: ",
			    "map '%s' does not say what maps it holds: it cannot be created unless the loader gives it one", name_of(map));
	else if (of_maps && in && in->lookup != LOOKUP_INNER_MAP && kernel_map_inner(in->type) == FACT_NO)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "failed to create: ", "map '%s' holds maps of type %s, which cannot be in another map", name_of(map), in->name);
}

bool rule_map_definition(struct rules *r, const struct event *e)
{
	const struct map *map = e->map;
	const struct map_facts *k = kernel_map((enum map_type)map->map_type);

	if (!map->map_type && map->form == MAP_BTF && !map->is_inner && (map->has_key_size || map->has_value_size || map->has_max_entries))
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "map type isn't specified", "map '%s' has no type", name_of(map));
	if (map->is_static && map->form == MAP_BTF && !map->is_inner)
		rule_say_at(r, VERDICT_REJECT, NULL, &map->pos, "unsupported map linkage static", "map '%s' is static: libbpf takes maps that are visible outside only", name_of(map));
	if (!k || k->type == MAP_STRUCT_OPS)
		return false;
	if (e->m->kernel < k->since) /* kernel-version has said so */
		return false;
	check_sizes(r, map, k);
	check_entries(r, map, k);
	check_flags(r, map, k);
	check_types(r, map, k);
	check_inner(r, map, k);
	return false;
}
