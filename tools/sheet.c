// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sheet.h"

#include <jansson.h>
#include <stdio.h>

struct sheet_part *sheet_part(struct sheet *s, const char *name)
{
	vec_push(&s->parts, (struct sheet_part){.name = name});
	return &s->parts.at[s->parts.n - 1];
}

void sheet_row(struct sheet_part *p, const char *a, const char *b)
{
	vec_push(&p->rows, (struct sheet_row){.cells = {a, b}});
}

void sheet_free(struct sheet *s)
{
	for (uint32_t i = 0; i < s->parts.n; i++)
		vec_free(&s->parts.at[i].rows);
	vec_free(&s->parts);
}

static size_t columns(const struct sheet_part *p)
{
	size_t n = 0;

	while (n < SHEET_COLUMNS && p->columns[n])
		n++;
	return n;
}

static const char *cell(const struct sheet_row *r, size_t k)
{
	return r->cells[k] ? r->cells[k] : "";
}

/* ---- text ---- */

static void text_list(const struct sheet_part *p)
{
	size_t column = (size_t)printf("%s:", p->name), indent = 8;

	for (uint32_t i = 0; i < p->rows.n; i++) {
		const char *word = cell(&p->rows.at[i], 0);

		if (column + strlen(word) > 100)
			column = (size_t)printf("\n%*s", (int)indent, "") - 1;
		column += (size_t)printf(" %s", word);
	}
	putchar('\n');
}

static void text_table(const struct sheet_part *p, size_t n)
{
	size_t wide[SHEET_COLUMNS] = {0};

	for (uint32_t i = 0; i < p->rows.n; i++)
		for (size_t k = 0; k + 1 < n; k++)
			wide[k] = strlen(cell(&p->rows.at[i], k)) > wide[k] ? strlen(cell(&p->rows.at[i], k)) : wide[k];
	if (*p->name)
		printf("%s:\n", p->name);
	for (uint32_t i = 0; i < p->rows.n; i++) {
		printf("  ");
		for (size_t k = 0; k < n; k++)
			printf("%-*s%s", k + 1 < n ? (int)wide[k] : 0, cell(&p->rows.at[i], k), k + 1 < n ? "  " : "");
		putchar('\n');
	}
}

/* ---- Markdown ---- */

static void markdown(const struct sheet_part *p, size_t n)
{
	if (*p->name)
		printf("\n## %s\n", p->name);
	putchar('\n');
	if (!n) {
		for (uint32_t i = 0; i < p->rows.n; i++)
			printf("%s`%s`", i ? ", " : "", cell(&p->rows.at[i], 0));
		putchar('\n');
		return;
	}
	for (size_t k = 0; k < n; k++)
		printf("| %s ", p->columns[k]);
	puts("|");
	for (size_t k = 0; k < n; k++)
		printf("|---");
	puts("|");
	for (uint32_t i = 0; i < p->rows.n; i++) {
		for (size_t k = 0; k < n; k++)
			printf("| %s ", cell(&p->rows.at[i], k));
		puts("|");
	}
}

/* ---- JSON: a table is a list of objects, with the columns as keys. (json_string and json_object are checks/report's.) ---- */

static json_t *json_part(const struct sheet_part *p, size_t n)
{
	json_t *rows = json_array();

	for (uint32_t i = 0; i < p->rows.n; i++) {
		json_t *row = n ? json_pack("{}") : json_pack("s", cell(&p->rows.at[i], 0));

		for (size_t k = 0; k < n; k++)
			json_object_set_new(row, p->columns[k], json_pack("s", cell(&p->rows.at[i], k)));
		json_array_append_new(rows, row);
	}
	return rows;
}

static void print_json(const struct sheet *s)
{
	json_t *o = json_pack("{s:s}", "title", s->title);

	for (uint32_t i = 0; i < s->parts.n; i++) {
		const struct sheet_part *p = &s->parts.at[i];

		json_object_set_new(o, *p->name ? p->name : "facts", json_part(p, columns(p)));
	}
	json_dumpf(o, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(o);
}

void sheet_print(const struct sheet *s, enum sheet_format f)
{
	if (f == SHEET_JSON) {
		print_json(s);
		return;
	}
	printf(f == SHEET_MARKDOWN ? "# %s\n" : "%s\n", s->title);
	for (uint32_t i = 0; i < s->parts.n; i++) {
		const struct sheet_part *p = &s->parts.at[i];

		if (f == SHEET_MARKDOWN)
			markdown(p, columns(p));
		else if (columns(p))
			text_table(p, columns(p));
		else
			text_list(p);
	}
}
