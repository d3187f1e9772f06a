// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Runs the tests of model/, and holds what they share. */
#include "model_test.h"

#include <dirent.h>

static char *read_whole(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct text t = {0};
	char chunk[4096];
	size_t got;

	if (!f)
		fail_msg("cannot open %s", path);
	while ((got = fread(chunk, 1, sizeof(chunk), f)))
		text_addn(&t, chunk, got);
	fclose(f);
	text_add(&t, "");
	*n = t.n;
	return t.s;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct test_case *)a)->name, ((const struct test_case *)b)->name);
}

struct test_cases cases_load(const char *folder)
{
	struct test_cases c = {0};
	struct dirent *entry;
	char path[4096];
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", MODEL_CASES, folder);
	dir = opendir(path);
	if (!dir)
		fail_msg("no folder %s", path);
	while ((entry = readdir(dir))) {
		const char *dot = strrchr(entry->d_name, '.');
		struct test_case one;

		if (!dot || strcmp(dot, ".bir"))
			continue;
		snprintf(path, sizeof(path), "%s/%s/%s", MODEL_CASES, folder, entry->d_name);
		one.name = strdup(entry->d_name);
		one.text = read_whole(path, &one.n);
		vec_push(&c.all, one);
	}
	closedir(dir);
	assert_true(c.all.n > 0);
	qsort(c.all.at, c.all.n, sizeof(*c.all.at), by_name);
	return c;
}

void cases_free(struct test_cases *c)
{
	for (uint32_t i = 0; i < c->all.n; i++) {
		free(c->all.at[i].name);
		free(c->all.at[i].text);
	}
	vec_free(&c->all);
}

const char *case_note(const struct test_case *c, const char *key, unsigned k, struct arena *a)
{
	const char *mark = arena_printf(a, "// %s: ", key), *at = c->text;

	for (;; at += strlen(mark)) {
		at = strstr(at, mark);
		if (!at)
			return NULL;
		if (k-- == 0)
			return arena_printf(a, "%.*s", (int)strcspn(at + strlen(mark), "\n"), at + strlen(mark));
	}
}

struct unit *must_read(const char *text)
{
	struct arena *a = arena_new();
	const char *error;
	struct unit *u = model_read(text, strlen(text), a, &error);

	if (!u)
		fail_msg("%s", error);
	error = model_validate(u);
	if (error)
		fail_msg("%s", error);
	arena_free(a);
	return u;
}

const struct func *must_func(const struct unit *u, const char *name)
{
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.at[i].name && !strcmp(u->funcs.at[i].name, name))
			return &u->funcs.at[i];
	fail_msg("no function %s", name);
	return NULL;
}

int main(void)
{
	int failed = 0;

	failed += _cmocka_run_group_tests("read", read_tests, read_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("mutate", mutate_tests, mutate_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("usage", usage_tests, usage_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("type", type_tests, type_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("build", build_tests, build_tests_n, NULL, NULL);
	return failed;
}
