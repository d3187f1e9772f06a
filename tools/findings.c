// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* findings: see findings.h. A line that is not what our own sink writes is skipped. */
#include "findings.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static uint32_t number(json_t *o, const char *key)
{
	return (uint32_t)json_integer_value(json_object_get(o, key));
}

static const char *string(json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* What was compiled in another folder names its files relative to that. */
const char *findings_path(const char *file, const char *folder, struct arena *a)
{
	char here[PATH_MAX];
	size_t n;

	if (!file || *file == '/' || !folder || !getcwd(here, sizeof(here)) || !strcmp(folder, here))
		return file;
	file = arena_printf(a, "%s/%s", folder, file);
	n = strlen(here);
	return !strncmp(file, here, n) && file[n] == '/' ? file + n + 1 : file;
}

static struct pos place(json_t *o, const char *folder, struct arena *a)
{
	return (struct pos){
		.file = findings_path(string(o, "file"), folder, a),
		.line = number(o, "line"),
		.col = number(o, "column"),
		.end_line = number(o, "end_line"),
		.end_col = number(o, "end_column"),
	};
}

static enum verdict verdict(const char *name)
{
	for (int v = 0; name && v < VERDICTS; v++)
		if (!strcmp(name, report_verdict_name((enum verdict)v)))
			return (enum verdict)v;
	return VERDICT_HAZARD;
}

static void read_finding(struct report *r, json_t *o, const char *folder)
{
	struct pos at = place(o, folder, r->arena);
	struct finding *f = report_add(r, string(o, "rule"), verdict(string(o, "verdict")), &at, NULL, string(o, "message"));
	json_t *item, *edit;
	size_t i, k;

	json_array_foreach(json_object_get(o, "programs"), i, item)
		report_program(r, f, json_string_value(item));
	json_array_foreach(json_object_get(o, "notes"), i, item) {
		at = place(item, folder, r->arena);
		report_note(r, f, &at, string(item, "message"));
	}
	report_kernel(r, f, string(o, "kernel_message"));
	json_array_foreach(json_object_get(o, "fixes"), i, item) {
		struct fix *x = report_fix(r, f, &f->pos, string(item, "title"));

		json_array_foreach(json_object_get(item, "edits"), k, edit) {
			at = place(edit, folder, r->arena);
			report_edit(r, x, &at, string(edit, "text"));
		}
	}
}

/* "reason (count) at file:line" */
static void read_unmodelled(struct report *r, const char *program, const char *s, const char *folder)
{
	struct unmodelled u = {.program = *program ? program : NULL, .count = 1};
	const char *count = NULL, *at, *colon;

	for (const char *p = s; (p = strstr(p, " (")); p++)
		if (p[2] >= '0' && p[2] <= '9')
			count = p;
	if (!count)
		return;
	u.why = arena_printf(r->arena, "%.*s", (int)(count - s), s);
	u.count = (uint32_t)strtoul(count + 2, NULL, 10);
	at = strstr(count, ") at ");
	colon = at ? strrchr(at, ':') : NULL;
	if (colon) {
		u.pos.file = arena_printf(r->arena, "%.*s", (int)(colon - at) - 5, at + 5);
		u.pos.file = findings_path(u.pos.file, folder, r->arena);
		u.pos.line = (uint32_t)strtoul(colon + 1, NULL, 10);
	}
	while (u.count-- > 0)
		report_unmodelled(r, u.program, u.why, &u.pos);
}

static void read_stats(struct report *r, json_t *o, const char *folder)
{
	json_t *item, *list;
	const char *program;
	size_t i;

	json_array_foreach(json_object_get(o, "stats"), i, item) {
		struct program_stats s = {
			.program = string(item, "name"),
			.instrs = (uint64_t)json_integer_value(json_object_get(item, "instrs")),
			.states = (uint64_t)json_integer_value(json_object_get(item, "states")),
			.pruned = (uint64_t)json_integer_value(json_object_get(item, "pruned")),
			.complete = json_is_true(json_object_get(item, "complete")),
		};

		report_stats(r, &s);
	}
	json_array_foreach(json_object_get(o, "needs"), i, item) {
		struct need n = {
			.kind = string(item, "kind"),
			.name = string(item, "name"),
			.program = string(item, "program"),
			.unless = string(item, "unless"),
			.since = (uint32_t)json_integer_value(json_object_get(item, "since")),
			.pos = place(item, folder, r->arena),
		};

		if (n.kind && n.name)
			report_need(r, &n);
	}
	json_object_foreach(json_object_get(o, "not_modelled"), program, list)
		json_array_foreach(list, i, item)
			read_unmodelled(r, program, json_string_value(item), folder);
}

int findings_read(struct report *r, const struct text *lines, const char *folder)
{
	const char *line = lines->s, *end;
	bool complete = false;
	int n = 0;

	for (; line && (end = strchr(line, '\n')); line = end + 1) {
		json_t *o = json_loadb(line, (size_t)(end - line), 0, NULL);

		if (string(o, "rule") && string(o, "message")) {
			read_finding(r, o, folder);
			n++;
		} else if (json_object_get(o, "stats")) {
			read_stats(r, o, folder);
			complete = true;
		}
		json_decref(o);
	}
	return complete ? n : -1;
}
