// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * meta: does every rule of rules.def have a page that begins with its summary, and tests of what it tells and of what it leaves
 * alone? And does every page and every folder of tests belong to a rule?
 *
 *   rule_meta TOP-OF-THE-TREE
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "rule/check.h"

static int wrong;

#define WRONG(...) (wrong++, printf(__VA_ARGS__), putchar('\n'))

static void check_page(const char *top, const struct rule_info *rule)
{
	char path[4096], line[512] = "";
	FILE *f;

	snprintf(path, sizeof path, "%s/checks/rule/%s.md", top, rule->name);
	f = fopen(path, "r");
	if (!f) {
		WRONG("%s: the rule has no page", path);
		return;
	}
	if (fgets(line, sizeof line, f))
		line[strcspn(line, "\n")] = 0;
	if (strcmp(line, rule->summary))
		WRONG("%s:1: \"%s\" is not the summary in rules.def: \"%s\"", path, line, rule->summary);
	fclose(f);
}

static void check_tests(const char *top, const struct rule_info *rule)
{
	static const struct { const char *prefix, *what; } kinds[] = {{"bad", "what it finds"}, {"good", "what it leaves alone"}, {"silenced", "its silencing"}};
	bool has[ARRAY_LEN(kinds)] = {false};
	char path[4096];
	DIR *dir;

	snprintf(path, sizeof path, "%s/testdata/rule/%s", top, rule->name);
	dir = opendir(path);
	for (struct dirent *d; dir && (d = readdir(dir)); )
		for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
			has[i] |= !strncmp(d->d_name, kinds[i].prefix, strlen(kinds[i].prefix)) || (!i && !strncmp(d->d_name, "hazard", 6));
	if (dir)
		closedir(dir);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (!has[i])
			WRONG("%s: no test of %s (%s*.bpf.c)", path, kinds[i].what, kinds[i].prefix);
}

/* Files with this suffix, or folders when there is none, must be called like a rule. */
static void check_strays(const char *top, const char *folder, const char *suffix)
{
	char path[4096];
	DIR *dir;

	snprintf(path, sizeof path, "%s/%s", top, folder);
	dir = opendir(path);
	for (struct dirent *d; dir && (d = readdir(dir)); ) {
		size_t n = strlen(d->d_name), k = strlen(suffix);

		if (d->d_name[0] == '.' || n < k || strcmp(d->d_name + n - k, suffix) || (!k && d->d_type != DT_DIR))
			continue;
		d->d_name[n - k] = 0;
		if (rule_find(d->d_name) < 0)
			WRONG("%s/%s%s: there is no such rule", path, d->d_name, suffix);
	}
	if (dir)
		closedir(dir);
}

int main(int argc, char **argv)
{
	const char *top = argc > 1 ? argv[1] : ".";

	for (size_t i = 0; i < rule_count(); i++) {
		check_page(top, rule_at(i));
		check_tests(top, rule_at(i));
	}
	check_strays(top, "checks/rule", ".md");
	check_strays(top, "testdata/rule", "");
	printf("%zu rules, %d wrong\n", rule_count(), wrong);
	return wrong != 0;
}
