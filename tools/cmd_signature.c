// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * signature: what is known of a helper, kfunc, map type or program type, for people and programs. The words are in
 * signature.c, the printing in sheet.c.
 */
#include "cmd.h"
#include "rule/check.h"
#include "signature.h"

#include <argp.h>
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

struct question {
	const char *name, *map;
	uint32_t kernel;
	enum sheet_format format;
};

static const struct argp_option options[] = {
	{"format", 'f', "FORMAT", 0, "text (default), json or markdown", 0},
	{"kernel", 'k', "VERSION", 0, "what this kernel has, such as 5.15", 0},
	{0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct question *q = state->input;

	switch (key) {
	case 'f':
		if (strcmp(value, "text") && strcmp(value, "json") && strcmp(value, "markdown"))
			argp_error(state, "no format '%s': there are text, json and markdown", value);
		q->format = *value == 'j' ? SHEET_JSON : *value == 'm' ? SHEET_MARKDOWN : SHEET_TEXT;
		return 0;
	case 'k':
		q->kernel = check_parse_kernel(value);
		if (!q->kernel)
			argp_error(state, "'%s' is not a kernel version; expected one like '6.1'", value);
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num == 0)
			q->name = value;
		else if (state->arg_num == 1)
			q->map = value;
		else
			argp_error(state, "one helper and one map type at a time");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	options,
	parse,
	"[HELPER [MAP-TYPE]]\nKFUNC\nMAP-TYPE\nPROGRAM-TYPE",
	"Shows what is known of a BPF helper (its arguments, its result by map type, the programs that may call it), a kfunc, a map type (sizes, flags, "
	"helpers) or a program type (sections, context, helpers, kfuncs)."
	"\vWithout a name, lists all helpers. 'bpf_', 'BPF_MAP_TYPE_' and 'BPF_PROG_TYPE_' may be left out, case does not matter.",
	NULL, NULL, NULL,
};

/* ---- names ---- */

static void normalise(const char *s, const char *prefix, int (*letter)(int), char *out, size_t room)
{
	size_t n = strlen(prefix), used;

	used = strncasecmp(s, prefix, n) ? (size_t)snprintf(out, room, "%s%s", prefix, s) : (size_t)snprintf(out, room, "%s", s);
	for (size_t i = 0; i < used && i < room; i++)
		out[i] = (char)letter((unsigned char)out[i]);
}

static int no_helper(const char *typed)
{
	struct arena *a = arena_new();
	const char **names = arena_alloc(a, (kernel_helper_count() + 1) * sizeof(*names));
	size_t n = 0;
	int status;

	for (uint32_t id = 1; id < kernel_helper_count(); id++)
		if (kernel_helper(id))
			names[n++] = kernel_helper(id)->name;
	status = cannot("no helper '%s'%s", typed, did_you_mean(a, typed, names, n));
	arena_free(a);
	return status;
}

static int no_map(const char *typed)
{
	const char *names[MAP_TYPES];
	struct arena *a = arena_new();
	size_t n = 0;
	int status;

	for (int t = 0; t < MAP_TYPES; t++)
		if (kernel_map((enum map_type)t))
			names[n++] = kernel_map((enum map_type)t)->name;
	status = cannot("no map type '%s'%s", typed, did_you_mean(a, typed, names, n));
	arena_free(a);
	return status;
}

static const struct prog_facts *find_prog(const char *name)
{
	for (int t = 1; t < PROG_TYPES; t++)
		if (!strcmp(kernel_prog((enum prog_type)t)->name, name))
			return kernel_prog((enum prog_type)t);
	return NULL;
}

static int of_helper(struct signature *s, const struct question *q, const struct helper_facts *h)
{
	const struct map_facts *map = NULL;
	char name[64];

	if (q->map) {
		normalise(q->map, "BPF_MAP_TYPE_", toupper, name, sizeof(name));
		map = kernel_map_by_name(name);
		if (!map)
			return no_map(name);
		if (!signature_takes_map(h))
			return cannot("%s takes no map", h->name);
	}
	signature_helper(s, h, map);
	return EXIT_CLEAN;
}

static int answer(struct signature *s, const struct question *q)
{
	char name[64], map[64], prog[64];

	if (!q->name) {
		signature_list(s);
		return EXIT_CLEAN;
	}
	normalise(q->name, "bpf_", tolower, name, sizeof(name));
	normalise(q->name, "BPF_MAP_TYPE_", toupper, map, sizeof(map));
	normalise(q->name, "BPF_PROG_TYPE_", toupper, prog, sizeof(prog));
	if (kernel_helper_by_name(name))
		return of_helper(s, q, kernel_helper_by_name(name));
	if (q->map)
		return no_helper(name);
	if (kernel_kfunc(q->name))
		signature_kfunc(s, kernel_kfunc(q->name));
	else if (kernel_kfunc(name))
		signature_kfunc(s, kernel_kfunc(name));
	else if (find_prog(prog))
		signature_prog(s, find_prog(prog));
	else if (kernel_map_by_name(map))
		signature_map(s, kernel_map_by_name(map));
	else
		return no_helper(name);
	return EXIT_CLEAN;
}

int cmd_signature(int argc, char **argv)
{
	struct question q = {.kernel = KVER_DEFAULT};
	struct signature s = {.arena = arena_new()};
	int status;

	argp_parse(&argp, argc, argv, 0, NULL, &q);
	s.kernel = q.kernel;
	status = answer(&s, &q);
	if (status == EXIT_CLEAN)
		sheet_print(&s.sheet, q.format);
	sheet_free(&s.sheet);
	arena_free(s.arena);
	return status;
}
