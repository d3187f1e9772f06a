// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map_helpers: which helper works on which map type. Two tables, because the kernel checks from both sides: some map
 * types take a short list of helpers and nothing else, some helpers take a short list of map types and nothing else.
 * What neither side restricts is allowed. Generated from check_map_func_compatibility in kernel/bpf/verifier.c.
 */
#include "kernel/tables.h"

#define H(name) HELPER_##name
#define M(type) (UINT64_C(1) << MAP_##type)
#define ANY_ATTACH (~UINT64_C(0))

/* Map types that take a short list of helpers. */
static const uint8_t map_takes[MAP_TYPES][17] = {
#define MAP_ONLY(type, ...) [MAP_##type] = {__VA_ARGS__},
#define HELPER_ONLY(helper, maps)
#define IN_PROGRAM(map, helper, prog, attach)
#include "kernel/generated/map_helpers.def"
#undef MAP_ONLY
#undef HELPER_ONLY
#undef IN_PROGRAM
};

/* Helpers that take a short list of map types. */
static const struct {
	uint32_t helper;
	uint64_t maps;
} helper_takes[] = {
#define MAP_ONLY(type, ...)
#define HELPER_ONLY(helper, maps) {HELPER_##helper, maps},
#define IN_PROGRAM(map, helper, prog, attach)
#include "kernel/generated/map_helpers.def"
#undef MAP_ONLY
#undef HELPER_ONLY
#undef IN_PROGRAM
	/* map_for_each_callback of each map type, kernel/bpf */
	{H(for_each_map_elem),
	 M(HASH) | M(ARRAY) | M(PERCPU_HASH) | M(PERCPU_ARRAY) | M(LRU_HASH) | M(LRU_PERCPU_HASH)},
};

/* What only some programs may. */
static const struct {
	uint8_t map, helper, prog;
	uint64_t attach;
} in_program[] = {
#define MAP_ONLY(type, ...)
#define HELPER_ONLY(helper, maps)
#define IN_PROGRAM(map, helper, prog, attach) {MAP_##map, HELPER_##helper, PROG_##prog, attach},
#include "kernel/generated/map_helpers.def"
#undef MAP_ONLY
#undef HELPER_ONLY
#undef IN_PROGRAM
};

/* What an older tree says otherwise than the next newer one. What only some programs may do is the same in all. */
struct map_only {
	uint8_t map, helpers[17];
};
struct helper_only {
	uint8_t helper;
	uint64_t maps;
};

#define HELPER_ONLY(helper, maps)
#define MAP_ONLY(type, ...) {MAP_##type, {__VA_ARGS__}},
static const struct map_only maps_5_10[] = {
#include "kernel/generated/map_helpers_5.10.def"
}, maps_6_1[] = {
#include "kernel/generated/map_helpers_6.1.def"
};
#undef MAP_ONLY
#undef HELPER_ONLY

#define MAP_ONLY(type, ...)
#define HELPER_ONLY(helper, maps) {HELPER_##helper, maps},
static const struct helper_only helpers_5_10[] = {
#include "kernel/generated/map_helpers_5.10.def"
};
#undef MAP_ONLY
#undef HELPER_ONLY

static const struct {
	const struct map_only *maps;
	size_t nmaps;
	const struct helper_only *helpers;
	size_t nhelpers;
} older[TREE_OF_ROWS] = {
	[TREE_5_10] = {maps_5_10, ARRAY_LEN(maps_5_10), helpers_5_10, ARRAY_LEN(helpers_5_10)},
	[TREE_6_1] = {maps_6_1, ARRAY_LEN(maps_6_1), NULL, 0},
};

/* Does it depend on the program at all? */
static bool depends_on_program(enum map_type type, uint32_t helper)
{
	for (size_t i = 0; i < ARRAY_LEN(in_program); i++)
		if (in_program[i].map == type && in_program[i].helper == helper)
			return true;
	return false;
}

enum fact kernel_map_helper(enum map_type type, uint32_t helper)
{
	if (!kernel_map(type) || !kernel_helper(helper))
		return FACT_UNKNOWN;
	if (type == MAP_STRUCT_OPS) /* no program may use such a map at all: check_map_prog_compatibility */
		return FACT_NO;
	if (type == MAP_ARENA || type == MAP_INSN_ARRAY || depends_on_program(type, helper))
		return FACT_UNKNOWN;
	if (map_takes[type][0] && !memchr(map_takes[type], (int)helper, sizeof(map_takes[type])))
		return FACT_NO;
	for (size_t i = 0; i < ARRAY_LEN(helper_takes); i++)
		if (helper_takes[i].helper == helper)
			return helper_takes[i].maps & UINT64_C(1) << type ? FACT_YES : FACT_NO;
	return FACT_YES;
}

struct question {
	enum map_type type;
	uint32_t helper;
};

static enum fact in_tree(const void *question, enum tree t)
{
	const struct question *q = question;
	const uint8_t *few = map_takes[q->type];
	uint64_t maps = EVERY;

	if (kernel_maps[q->type].since > kernel_tree_version(t) || kernel_helpers[q->helper].since > kernel_tree_version(t))
		return FACT_NO;
	for (size_t i = 0; i < ARRAY_LEN(helper_takes); i++)
		if (helper_takes[i].helper == q->helper)
			maps = helper_takes[i].maps;
	for (enum tree newer = TREE_OF_ROWS; newer-- > t;) {
		for (size_t i = 0; i < older[newer].nmaps; i++)
			if (older[newer].maps[i].map == q->type)
				few = older[newer].maps[i].helpers;
		for (size_t i = 0; i < older[newer].nhelpers; i++)
			if (older[newer].helpers[i].helper == q->helper)
				maps = older[newer].helpers[i].maps;
	}
	if (few[0] && !memchr(few, (int)q->helper, sizeof(map_takes[0])))
		return FACT_NO;
	return maps & UINT64_C(1) << q->type ? FACT_YES : FACT_NO;
}

enum fact kernel_map_helper_at(enum map_type type, uint32_t helper, enum prog_type prog, attach_type attach, uint32_t kver)
{
	const struct question q = {type, helper};
	const struct map_facts *m = kernel_map(type);
	enum fact now = kernel_map_helper_in(type, helper, prog, attach);

	if (!m || kver < m->since)
		return FACT_UNKNOWN;
	if (now == FACT_UNKNOWN || type == MAP_STRUCT_OPS || depends_on_program(type, helper) || kver >= kernel_tree_version(TREE_OF_ROWS))
		return now;
	return kernel_trees_say(kver, in_tree, &q);
}

enum fact kernel_map_helper_in(enum map_type type, uint32_t helper, enum prog_type prog, attach_type attach)
{
	if (!depends_on_program(type, helper) || prog == PROG_UNSPEC || prog == PROG_EXT)
		return kernel_map_helper(type, helper);
	if ((unsigned)prog >= PROG_TYPES)
		return FACT_UNKNOWN;
	for (size_t i = 0; i < ARRAY_LEN(in_program); i++) {
		if (in_program[i].map != type || in_program[i].helper != helper || in_program[i].prog != prog)
			continue;
		if (in_program[i].attach == ANY_ATTACH)
			return FACT_YES;
		if (attach == ATTACH_NONE || attach >= 64)
			return FACT_UNKNOWN;
		return in_program[i].attach & UINT64_C(1) << attach ? FACT_YES : FACT_NO;
	}
	return FACT_NO;
}
