// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * cmd: the subcommands of `bpfproof`. Each is a row in main.c and a file cmd_<name>.c; what several of them need is in
 * host.c (where the plugin and the compilers are). Exit statuses are the same everywhere: 0 all is well, 1 there were
 * findings, 2 it could not run.
 */
#ifndef BPFPROOF_CMD_H
#define BPFPROOF_CMD_H

#include "base/base.h"

enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_CANNOT = 2 };

struct command {
	const char *name, *summary;
	int (*run)(int argc, char **argv); /* argv[0] is "bpfproof NAME" */
};

int cmd_check(int argc, char **argv);
int cmd_clangd(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_requires(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_signature(int argc, char **argv);
int cmd_verify(int argc, char **argv);

struct report;

/* What `check` and its kin do with the report of all files. */
struct check_use {
	const char *about;      /* for --help */
	const char *option;     /* for the plugin, or NULL */
	void (*print)(const struct report *r, const char *format); /* instead of the findings */
};
int check_files(int argc, char **argv, const struct check_use *use); /* use NULL: findings */

/* All of it, added to `out`; files may be large, but not larger than memory. */
bool read_all(int fd, struct text *out);
bool read_file(const char *path, struct text *out);

/* "bpfproof: ..." to standard error; returns EXIT_CANNOT. */
int cannot(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* For the end of a complaint: "; did you mean 'x'?" with the nearest name, or "". */
const char *did_you_mean(struct arena *a, const char *typed, const char *const *names, size_t n);

#endif
