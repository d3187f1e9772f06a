// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * requires: the oldest kernel that has everything that programs use. The plugin says what is used and where first; this
 * puts it in order, the newest first, and keeps apart what a program can do without.
 */
#include "cmd.h"
#include "report/report.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int newest_first(const void *pa, const void *pb)
{
	const struct need *a = *(const struct need *const *)pa, *b = *(const struct need *const *)pb;

	if (a->since != b->since)
		return a->since < b->since ? 1 : -1;
	if (strcmp(a->kind, b->kind))
		return strcmp(a->kind, b->kind);
	return strcmp(a->name, b->name);
}

static void print_row(const struct need *n)
{
	char where[512], version[16] = "?";

	if (n->since)
		snprintf(version, sizeof(version), "%u.%u", n->since >> 16, n->since & 0xffff);
	snprintf(where, sizeof(where), "%s:%u", n->pos.file ? n->pos.file : "", n->pos.line);
	printf("  %-5s %s%s%s", version, n->kind, *n->kind ? " " : "", n->name);
	if (n->pos.file)
		printf("  %s", where);
	if (n->program)
		printf(" ('%s')", n->program);
	if (n->unless)
		printf(", unless %s", n->unless);
	putchar('\n');
}

static void print_text(const struct need **needs, size_t n, uint32_t oldest)
{
	bool optional = false, unknown = false;

	if (!n) {
		puts("nothing is used that needs a certain kernel");
		return;
	}
	printf("Linux %u.%u has everything that is used for certain\n", oldest >> 16, oldest & 0xffff);
	for (size_t i = 0; i < n; i++) {
		if (!needs[i]->unless && needs[i]->since)
			print_row(needs[i]);
		optional |= needs[i]->unless != NULL;
		unknown |= !needs[i]->unless && !needs[i]->since;
	}
	if (unknown)
		puts("in newer kernels only, but not known since when (6.12 has it)");
	for (size_t i = 0; i < n; i++)
		if (!needs[i]->unless && !needs[i]->since)
			print_row(needs[i]);
	if (optional)
		puts("perhaps");
	for (size_t i = 0; i < n; i++)
		if (needs[i]->unless)
			print_row(needs[i]);
}

static json_t *version(uint32_t since)
{
	return since ? json_sprintf("%u.%u", since >> 16, since & 0xffff) : json_null();
}

static void print_json(const struct need **needs, size_t n, uint32_t oldest)
{
	json_t *all = json_array();
	json_t *o = json_pack("{s:s, s:o, s:o}", "tool", "bpfproof", "kernel", version(oldest), "needs", all);

	for (size_t i = 0; i < n; i++) {
		const struct need *d = needs[i];

		json_array_append_new(all, json_pack("{s:s, s:s, s:o, s:s?, s:i, s:s?, s:s?}", "kind", *d->kind ? d->kind : "feature", "name", d->name, "since",
						     version(d->since), "file", d->pos.file, "line", (int)d->pos.line, "program", d->program, "unless", d->unless));
	}
	json_dumpf(o, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(o);
}

static void print(const struct report *r, const char *format)
{
	const struct need **needs = calloc(r->needs.n + 1, sizeof(*needs));
	uint32_t oldest = 0;

	if (!needs)
		return;
	for (uint32_t i = 0; i < r->needs.n; i++) {
		needs[i] = &r->needs.at[i];
		if (!needs[i]->unless && needs[i]->since > oldest)
			oldest = needs[i]->since;
	}
	qsort(needs, r->needs.n, sizeof(*needs), newest_first);
	if (strcmp(format, "json"))
		print_text(needs, r->needs.n, oldest);
	else
		print_json(needs, r->needs.n, oldest);
	free(needs);
}

int cmd_requires(int argc, char **argv)
{
	static const struct check_use use = {
		.about = "Says which kernel is the oldest that has every helper, kfunc, map type, section and feature that the programs use, one by one, "
			 "with the line that needs it first.\v"
			 "What is behind a question that the program asks of the kernel, or may come out differently when it is compiled or loaded, stands "
			 "under \"perhaps\". The format is text or json.\n\n"
			 "Exit status: 0, or 2 when it could not run.",
		.option = "requires",
		.print = print,
	};

	return check_files(argc, argv, &use);
}
