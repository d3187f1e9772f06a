// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* main: `bpfproof COMMAND ...`. A new command is a row here, a file beside it and a section in bpfproof.1. */
#include "cmd.h"

#include "base/spell.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

static int cmd_help(int argc, char **argv);

static const struct command commands[] = {
	{"check", "proofread BPF C files, or all of a compile database", cmd_check},
	{"clangd", "start clangd with findings in it, for editors", cmd_clangd},
	{"explain", "say in words what a verifier log says", cmd_explain},
	{"requires", "the oldest kernel that has everything a program uses", cmd_requires},
	{"rules", "list the rules, or show the page of one", cmd_rules},
	{"signature", "what a helper takes and gives, by map type", cmd_signature},
	{"verify", "ask this machine's kernel about the programs of objects", cmd_verify},
	{"help", "show the help of a command", cmd_help},
};

int cannot(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("bpfproof: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return EXIT_CANNOT;
}

const char *did_you_mean(struct arena *a, const char *typed, const char *const *names, size_t n)
{
	size_t best = 0, near = SIZE_MAX;

	for (size_t i = 0; i < n; i++) {
		size_t d = spell_rank(typed, names[i]);

		if (d < near) {
			near = d;
			best = i;
		}
	}
	/* further than half the word is no help */
	if (!n || near > strlen(typed) / 2 + 1)
		return "";
	return arena_printf(a, "; did you mean '%s'?", names[best]);
}

static int usage(FILE *out)
{
	fputs("Usage: bpfproof COMMAND [ARGUMENT...]\n"
	      "Proofreads BPF C: says at the source line what the kernel's verifier will refuse.\n\n",
	      out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].summary);
	fputs("\n'bpfproof help COMMAND' says more. While compiling: clang -fplugin=bpfproof.so; where that file is\n"
	      "says pkg-config --variable=plugin bpfproof.\n",
	      out);
	return out == stdout ? EXIT_CLEAN : EXIT_CANNOT;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int no_command(const char *typed)
{
	const char *names[ARRAY_LEN(commands)];
	struct arena *a = arena_new();
	int status;

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		names[i] = commands[i].name;
	status = cannot("no command '%s'%s", typed, did_you_mean(a, typed, names, ARRAY_LEN(commands)));
	arena_free(a);
	return status;
}

/* argp prints argv[0] in its messages: it becomes "bpfproof check". */
static int run(const struct command *c, int argc, char **argv)
{
	char name[64];

	snprintf(name, sizeof(name), "bpfproof %s", c->name);
	argv[0] = name;
	return c->run(argc, argv);
}

static int cmd_help(int argc, char **argv)
{
	char *help[] = {argv[0], (char[]){"--help"}, NULL};
	const struct command *c;

	if (argc < 2 || argv[1][0] == '-')
		return usage(stdout);
	c = find(argv[1]);
	if (!c)
		return no_command(argv[1]);
	return c->run == cmd_help ? usage(stdout) : run(c, 2, help);
}

int main(int argc, char **argv)
{
	const struct command *c;

	argp_err_exit_status = EXIT_CANNOT;
	if (argc < 2)
		return usage(stderr);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return usage(stdout);
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("bpfproof " BPFPROOF_VERSION);
		return EXIT_CLEAN;
	}
	c = find(argv[1]);
	return c ? run(c, argc - 1, argv + 1) : no_command(argv[1]);
}
