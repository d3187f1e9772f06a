// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * options: a row per option. A word that no row knows is answered with those that there are, the closest spelling
 * first, because a switch that is silently ignored is worse than one that fails.
 */
#include "options.h"

#include "base/spell.h"
#include "btf.h"

#include <stdlib.h>

struct option {
	const char *name;
	const char *value; /* what stands behind the '=', or NULL */
	const char *(*set)(struct options *o, const char *value); /* NULL, or the complaint */
};

struct options *options_new(void)
{
	struct arena *a = arena_new();
	struct options *o = arena_alloc(a, sizeof(*o));

	o->arena = a;
	o->levels = arena_alloc(a, rule_count() + 1);
	o->check.levels = o->levels;
	return o;
}

void options_free(struct options *o)
{
	if (!o)
		return;
	btf_close(o->btf);
	arena_free(o->arena);
}

enum rule_level options_level(const struct options *o, const char *rule)
{
	int i = rule_find(rule);
	enum rule_level own = i < 0 ? LEVEL_DEFAULT : (enum rule_level)o->levels[i];

	return own == LEVEL_DEFAULT ? o->level : own;
}

/* "expected 'a', 'b', 'c'", the nearest to what was typed first, at most `most` of them. */
static const char *expected(struct options *o, const char *typed, const char *const *names, size_t n, size_t most)
{
	size_t *order = calloc(n + 1, sizeof(*order));
	const char *s = "expected ";

	if (!order)
		return "";
	spell_order(typed, names, n, order);
	for (size_t i = 0; i < n && i < most; i++)
		s = arena_printf(o->arena, "%s%s'%s'", s, i ? ", " : "", names[order[i]]);
	free(order);
	return n > most ? arena_printf(o->arena, "%s, ...", s) : s;
}

static const char *no_rule(struct options *o, const char *typed)
{
	const char **names = calloc(rule_count() + 1, sizeof(*names));
	const char *s;

	if (!names)
		return "no such rule";
	for (size_t i = 0; i < rule_count(); i++)
		names[i] = rule_at(i)->name;
	s = arena_printf(o->arena, "no rule '%s'; %s", typed, expected(o, typed, names, rule_count(), 6));
	free(names);
	return s;
}

static const char *set_kernel(struct options *o, const char *value)
{
	o->check.kernel = check_parse_kernel(value);
	return o->check.kernel ? NULL : arena_printf(o->arena, "'%s' is not a kernel version; expected one like '6.1'", value);
}

static const char *set_btf(struct options *o, const char *value)
{
	const char *why = NULL;

	btf_close(o->btf);
	o->check.btf = o->btf = btf_open(value, o->arena, &why);
	return why;
}

static const char *set_budget(struct options *o, const char *value)
{
	char *end;

	o->check.budget = strtoull(value, &end, 10);
	return *value >= '0' && *value <= '9' && !*end ? NULL : arena_printf(o->arena, "'%s' is not a number", value);
}

static const struct {
	const char *name;
	enum rule_level level;
} level_names[] = {{"off", LEVEL_OFF}, {"warning", LEVEL_WARNING}, {"error", LEVEL_ERROR}};

static const char *parse_level(struct options *o, const char *s, enum rule_level *level)
{
	for (size_t i = 0; i < ARRAY_LEN(level_names); i++)
		if (!strcmp(level_names[i].name, s)) {
			*level = level_names[i].level;
			return NULL;
		}
	return arena_printf(o->arena, "no level '%s'; expected 'off', 'warning', 'error'", s);
}

static const char *set_level(struct options *o, const char *value)
{
	return parse_level(o, value, &o->level);
}

/* Sets the level of every rule that a pattern covers; "bpf-" in front is how diagnostics show the name. */
static const char *set_matching(struct options *o, const char *pattern, enum rule_level level)
{
	const char *bare = strncmp(pattern, "bpf-", 4) ? pattern : pattern + 4;
	bool any = false;

	for (size_t i = 0; i < rule_count(); i++)
		if (spell_match(bare, rule_at(i)->name)) {
			o->levels[i] = (uint8_t)level;
			any = true;
		}
	return any || !strcmp(bare, "*") ? NULL : no_rule(o, bare);
}

static const char *set_list(struct options *o, const char *list, enum rule_level level)
{
	const char *complaint = NULL;

	while (*list && !complaint) {
		size_t n = strcspn(list, ",");

		if (n)
			complaint = set_matching(o, arena_printf(o->arena, "%.*s", (int)n, list), level);
		list += n + (list[n] == ',');
	}
	return complaint;
}

static const char *set_enable(struct options *o, const char *value)
{
	return set_list(o, value, LEVEL_WARNING);
}

static const char *set_disable(struct options *o, const char *value)
{
	return set_list(o, value, LEVEL_OFF);
}

static const char *set_rule(struct options *o, const char *value)
{
	const char *colon = strchr(value, ':'), *complaint;
	enum rule_level level = LEVEL_WARNING;

	if (!colon)
		return arena_printf(o->arena, "'%s' has no level; expected 'rule=%s:off', ':warning' or ':error'", value, value);
	complaint = parse_level(o, colon + 1, &level);
	if (complaint)
		return complaint;
	return set_matching(o, arena_printf(o->arena, "%.*s", (int)(colon - value), value), level);
}

static const char *set_dump(struct options *o, const char *value)
{
	if (strcmp(value, "model"))
		return arena_printf(o->arena, "nothing to dump called '%s'; expected 'model'", value);
	o->dump_model = true;
	return NULL;
}

static const char *set_output(struct options *o, const char *value)
{
	if (!*value)
		return "no file name behind 'output='";
	o->output = arena_printf(o->arena, "%s", value);
	return NULL;
}

static const char *set_model(struct options *o, const char *value)
{
	if (!*value)
		return "no file name behind 'model='";
	o->model = arena_printf(o->arena, "%s", value);
	return NULL;
}

#define FLAG(field)                                                                                                    \
	static const char *set_##field(struct options *o, const char *value)                                           \
	{                                                                                                              \
		o->field = true;                                                                                       \
		return NULL;                                                                                           \
	}
FLAG(stats)
FLAG(not_modelled)
FLAG(any_target)
FLAG(quiet)

static const char *set_pedantic(struct options *o, const char *value)
{
	o->check.pedantic = true;
	return NULL;
}

static const char *set_requires(struct options *o, const char *value)
{
	o->check.needs = true;
	return NULL;
}

static const char *set_object(struct options *o, const char *value)
{
	if (strcmp(value, "yes") && strcmp(value, "no"))
		return arena_printf(o->arena, "no answer '%s'; expected 'yes', 'no'", value);
	o->object = strcmp(value, "no") ? OBJECT_YES : OBJECT_NO;
	return NULL;
}

static const struct option options[] = {
	{"kernel", "VERSION", set_kernel},
	{"btf", "FILE", set_btf},
	{"pedantic", NULL, set_pedantic},
	{"rule", "NAME:LEVEL", set_rule},
	{"enable", "NAMES", set_enable},
	{"disable", "NAMES", set_disable},
	{"level", "LEVEL", set_level},
	{"output", "FILE", set_output},
	{"model", "FILE", set_model},
	{"quiet", NULL, set_quiet},
	{"stats", NULL, set_stats},
	{"not-modelled", NULL, set_not_modelled},
	{"requires", NULL, set_requires},
	{"object", "yes|no", set_object},
	{"dump", "model", set_dump},
	{"budget", "INSTRUCTIONS", set_budget},
	{"any-target", NULL, set_any_target},
};

static const char *no_option(struct options *o, const char *typed)
{
	const char *names[ARRAY_LEN(options)];

	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		names[i] = options[i].name;
	return arena_printf(o->arena, "unknown option '%s'; %s", typed,
			    expected(o, typed, names, ARRAY_LEN(options), ARRAY_LEN(options)));
}

const char *options_parse(struct options *o, const char *option)
{
	size_t n = strcspn(option, "=");
	const char *value = option[n] ? option + n + 1 : NULL;

	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		const struct option *row = &options[i];

		if (strlen(row->name) != n || strncmp(row->name, option, n))
			continue;
		if (row->value && !value)
			return arena_printf(o->arena, "option '%s' needs a value: '%s=%s'", row->name, row->name, row->value);
		if (!row->value && value)
			return arena_printf(o->arena, "option '%s' takes no value", row->name);
		return row->set(o, value);
	}
	return no_option(o, arena_printf(o->arena, "%.*s", (int)n, option));
}

const char *options_parse_all(struct options *o, const char *list)
{
	static const char white[] = " \t\r\n";
	const char *complaint = NULL;

	for (list += strspn(list, white); *list; list += strspn(list, white)) {
		size_t n = strcspn(list, white);
		const char *said = options_parse(o, arena_printf(o->arena, "%.*s", (int)n, list));

		if (!complaint)
			complaint = said;
		list += n;
	}
	return complaint;
}
