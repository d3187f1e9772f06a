// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* compdb: see compdb.h. The format: https://clang.llvm.org/docs/JSONCompilationDatabase.html */
#include "compdb.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>

/* ---- flags of one entry ---- */

/* Splits a command line as a shell would: blanks, backslashes, both quotes; ends where a pipe or redirection begins. */
static void split(struct compile *c, const char *s, struct arena *a)
{
	struct text word = {0};
	bool in = false;

	for (char quote = 0; *s; s++) {
		if (*s == '\\' && quote != '\'' && s[1]) {
			text_addn(&word, ++s, 1);
			in = true;
		} else if (quote ? *s == quote : *s == '"' || *s == '\'') {
			quote = quote ? 0 : *s;
			in = true;
		} else if (!quote && strchr(" \t\n|;><", *s)) {
			if (in)
				vec_push(&c->flags, arena_printf(a, "%s", word.s ? word.s : ""));
			in = false;
			text_free(&word);
			if (strchr("|;><", *s))
				return;
		} else {
			text_addn(&word, s, 1);
			in = true;
		}
	}
	if (in)
		vec_push(&c->flags, arena_printf(a, "%s", word.s ? word.s : ""));
	text_free(&word);
}

/* What says where output goes and what stops clang early, and any plugin of ours; `skip`: the value stands behind it. */
static const struct {
	const char *flag;
	bool prefix, skip;
} dropped[] = {
	{"-c", false, false},   {"-S", false, false},    {"-E", false, false},   {"-emit-llvm", false, false},
	{"-o", false, true},    {"-MF", false, true},    {"-MT", false, true},   {"-MQ", false, true},
	{"-MJ", false, true},   {"-o", true, false},     {"-MD", false, false},  {"-MMD", false, false},
	{"-M", false, false},   {"-MM", false, false},   {"-MP", false, false},  {"-MG", false, false},
	{"-w", false, false},   {"-fsyntax-only", false, false}, {"-save-temps", true, false},
};

static size_t to_drop(const char *const *flag, size_t left)
{
	const char *name;

	for (size_t i = 0; i < ARRAY_LEN(dropped); i++) {
		name = dropped[i].flag;
		if (dropped[i].prefix ? !strncmp(*flag, name, strlen(name)) : !strcmp(*flag, name))
			return dropped[i].skip && left > 1 ? 2 : 1;
	}
	if (!strncmp(*flag, "-fplugin=", 9)) {
		name = strrchr(*flag, '/');
		return !strncmp(name ? name + 1 : *flag + 9, "bpfproof", 8);
	}
	return 0;
}

/* The compiler goes, with a launcher (ccache, distcc) before it: everything up to the first flag or the source. */
static void keep_flags(struct compile *c)
{
	uint32_t kept = 0, i = 1;
	const char *name = c->flags.n ? strrchr(c->flags.at[0], '/') : NULL;

	name = name ? name + 1 : c->flags.n ? c->flags.at[0] : "";
	if (!strcmp(name, "ccache") || !strcmp(name, "sccache") || !strcmp(name, "distcc"))
		i = 2;
	while (i < c->flags.n) {
		size_t drop = to_drop(&c->flags.at[i], c->flags.n - i);

		if (!drop)
			c->flags.at[kept++] = c->flags.at[i++];
		i += (uint32_t)drop;
	}
	c->flags.n = kept;
}

static bool is_bpf(const char *triple)
{
	return !strncmp(triple, "bpf", 3);
}

/* The last word on the target counts. */
static bool targets_bpf(const struct compile *c)
{
	bool bpf = false;

	for (uint32_t i = 0; i < c->flags.n; i++) {
		const char *flag = c->flags.at[i];

		if (!strncmp(flag, "--target=", 9))
			bpf = is_bpf(flag + 9);
		else if (!strcmp(flag, "-target") && i + 1 < c->flags.n)
			bpf = is_bpf(c->flags.at[i + 1]);
	}
	return bpf;
}

/* ---- the database ---- */

static const char *full_path(const char *folder, const char *file, struct arena *a)
{
	char path[PATH_MAX];
	const char *joined = *file == '/' || !folder ? file : arena_printf(a, "%s/%s", folder, file);

	return realpath(joined, path) ? arena_printf(a, "%s", path) : joined;
}

static bool is_wanted(const char *path, char *const *files, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(full_path(NULL, files[i], a), path))
			return true;
	return !n;
}

static void read_entry(struct compiles *out, json_t *entry, char *const *files, size_t n, struct arena *a)
{
	json_t *arguments = json_object_get(entry, "arguments"), *word;
	const char *file = json_string_value(json_object_get(entry, "file"));
	const char *folder = json_string_value(json_object_get(entry, "directory"));
	const char *command = json_string_value(json_object_get(entry, "command"));
	struct compile c = {0};
	size_t i;

	if (!file || !is_wanted(full_path(folder, file, a), files, n, a))
		return;
	c.file = arena_printf(a, "%s", file);
	c.folder = folder ? arena_printf(a, "%s", folder) : NULL;
	json_array_foreach(arguments, i, word)
		if (json_is_string(word))
			vec_push(&c.flags, arena_printf(a, "%s", json_string_value(word)));
	if (!c.flags.n && command)
		split(&c, command, a);
	keep_flags(&c);
	if (targets_bpf(&c)) {
		vec_push(&out->at, c);
	} else {
		vec_free(&c.flags);
		out->others++;
	}
}

const char *compdb_read(struct compiles *out, const char *where, char *const *files, size_t n, struct arena *a)
{
	json_error_t error;
	struct stat st;
	json_t *root, *entry;
	size_t i;

	if (stat(where, &st))
		return arena_printf(a, "there is no '%s'", where);
	if (S_ISDIR(st.st_mode)) {
		where = arena_printf(a, "%s/compile_commands.json", where);
		if (stat(where, &st))
			return arena_printf(a, "there is no '%s' (CMake: -DCMAKE_EXPORT_COMPILE_COMMANDS=ON; make: 'bear -- make')",
					    where);
	}
	root = json_load_file(where, 0, &error);
	if (!root)
		return arena_printf(a, "cannot read '%s': line %d: %s", where, error.line, error.text);
	json_array_foreach(root, i, entry)
		read_entry(out, entry, files, n, a);
	json_decref(root);
	if (out->at.n)
		return NULL;
	return n ? arena_printf(a, "'%s' has no entry that compiles these files for BPF", where)
		 : arena_printf(a, "none of the %u entries in '%s' is for BPF (-target bpf)", out->others, where);
}

/* ---- files ---- */

/* The name that bpf_tracing.h knows this machine by, and the folder of its headers in Debian's layout. */
static const struct {
	const char *machine, *arch, *triplet;
} machines[] = {
	{"x86_64", "x86", "x86_64-linux-gnu"},       {"aarch64", "arm64", "aarch64-linux-gnu"},
	{"s390x", "s390", "s390x-linux-gnu"},        {"ppc64le", "powerpc", "powerpc64le-linux-gnu"},
	{"riscv64", "riscv", "riscv64-linux-gnu"},   {"loongarch64", "loongarch", "loongarch64-linux-gnu"},
	{"armv7l", "arm", "arm-linux-gnueabihf"},    {"mips64", "mips", "mips64el-linux-gnuabi64"},
};

void compdb_files(struct compiles *out, char *const *files, size_t n, char *const *flags, size_t nflags, struct arena *a)
{
	size_t machine = 0;
	struct utsname name;

	if (!uname(&name))
		for (size_t i = 0; i < ARRAY_LEN(machines); i++)
			if (!strcmp(machines[i].machine, name.machine))
				machine = i;
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(files[i], '/');
		struct compile c = {.file = files[i]};

		vec_push(&c.flags, "-O2");
		vec_push(&c.flags, "-g");
		vec_push(&c.flags, "-target");
		vec_push(&c.flags, "bpf");
		vec_push(&c.flags, arena_printf(a, "-D__TARGET_ARCH_%s", machines[machine].arch));
		for (size_t k = 0; k < nflags; k++)
			vec_push(&c.flags, flags[k]);
		vec_push(&c.flags, slash ? arena_printf(a, "-I%.*s", (int)(slash - files[i]) + 1, files[i]) : "-I.");
		vec_push(&c.flags, "-idirafter");
		vec_push(&c.flags, arena_printf(a, "/usr/include/%s", machines[machine].triplet));
		vec_push(&c.flags, files[i]);
		vec_push(&out->at, c);
	}
}

void compdb_free(struct compiles *c)
{
	for (uint32_t i = 0; i < c->at.n; i++)
		vec_free(&c->at.at[i].flags);
	vec_free(&c->at);
}
