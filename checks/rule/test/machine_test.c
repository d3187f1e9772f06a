// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * machine_test CASE.bir: checks the model and compares what is found with the comments in it. An instruction that is to be complained
 * about says so behind its position, with the kernel's words where there are any:
 *
 *     %5 = load.64 %4 : u64 ; 7:9-12 // will-reject null-deref "R0 invalid mem access 'map_value_or_null'"
 *
 * May-rejects count, too. Exit status: 0; 1 when anything is missing or too much; 2 when there is no model to check.
 */
#include <stdio.h>
#include <stdlib.h>

#include "rule/check.h"

static const char *const verdicts[] = {"will-reject ", "may-reject ", "hazard "};

static char *read_whole(const char *path, size_t *n)
{
	FILE *in = fopen(path, "r");
	char *text = NULL;

	for (size_t room = 0, got = 1; in && got; *n += got) {
		if (*n + 4096 > room)
			text = realloc(text, room = 2 * room + 8192);
		got = text ? fread(text + *n, 1, 4095, in) : 0;
	}
	if (in)
		fclose(in);
	if (text)
		text[*n] = 0;
	return text;
}

/* "LINE:COLUMN VERDICT RULE" of a case's line, and what the kernel is to say; false when it asks for nothing. */
static bool wanted(struct arena *a, const char *line, const char **what, const char **kernel)
{
	const char *end = strchr(line, '\n'), *mark = strstr(line, "// "), *place = strstr(line, "; "), *quote;
	unsigned row, col;

	if (!mark || !place || (end && mark > end) || place > mark || sscanf(place, "; %u:%u", &row, &col) != 2)
		return false;
	mark += 3;
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++) {
		size_t n = strlen(verdicts[i]), rule = strncmp(mark, verdicts[i], n) ? 0 : strcspn(mark + n, " \n");

		if (!rule)
			continue;
		*what = arena_printf(a, "%u:%u %.*s", row, col, (int)(n + rule), mark);
		quote = mark + n + rule;
		*kernel = quote[0] == ' ' && quote[1] == '"' ? arena_printf(a, "%.*s", (int)(strcspn(quote, "\n") - 3), quote + 2) : NULL;
		return true;
	}
	return false;
}

static const char *found(struct arena *a, const struct finding *f)
{
	return arena_printf(a, "%u:%u %s %s", f->pos.line, f->pos.col, report_verdict_name(f->verdict), f->rule);
}

/* How often it went wrong. Findings that were asked for are taken out of the report. */
static int missing(struct arena *a, const char *text, struct report *r)
{
	const char *what, *kernel;
	int wrong = 0;

	for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		bool met = false;

		if (!wanted(a, line, &what, &kernel))
			continue;
		for (uint32_t i = 0; i < r->findings.n && !met; i++) {
			const struct finding *f = &r->findings.at[i];

			if (strcmp(found(a, f), what))
				continue;
			if (kernel && (!f->kernel || strcmp(kernel, f->kernel))) {
				printf("%s: the kernel is said to say \"%s\", not \"%s\"\n", what, f->kernel ? f->kernel : "", kernel);
				wrong++;
			}
			report_drop(r, i);
			met = true;
		}
		if (!met)
			wrong++, printf("not found: %s\n", what);
	}
	return wrong;
}

int main(int argc, char **argv)
{
	struct check_options options = {.pedantic = true};
	struct arena *a = arena_new();
	const char *error = NULL;
	struct report *r;
	struct unit *u;
	size_t n = 0;
	char *text;
	int wrong;

	if (argc != 2 || !(text = read_whole(argv[1], &n)))
		return fprintf(stderr, "usage: machine_test CASE.bir\n"), 2;
	u = model_read(text, n, a, &error);
	if (u && !error)
		error = model_validate(u);
	if (!u || error)
		return fprintf(stderr, "%s: %s\n", argv[1], error), 2;
	r = report_new();
	check_unit(u, &options, r);
	report_sort(r);
	wrong = missing(a, text, r);
	for (uint32_t i = 0; i < r->findings.n; i++)
		wrong++, printf("not asked for: %s: %s\n", found(a, &r->findings.at[i]), r->findings.at[i].message);
	report_free(r);
	model_unit_free(u);
	arena_free(a);
	free(text);
	return wrong != 0;
}
