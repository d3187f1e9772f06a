// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* compdb: what is to be compiled and how: entries of a compile_commands.json, or files with our own flags. */
#ifndef BPFPROOF_COMPDB_H
#define BPFPROOF_COMPDB_H

#include "base/base.h"

struct compile {
	const char *file;        /* as it is to be shown */
	const char *folder;      /* to compile in, or NULL */
	VEC(const char *) flags; /* without compiler and output, the source file included */
};

struct compiles {
	VEC(struct compile) at;
	unsigned others;         /* entries for targets other than BPF, left out */
};

/*
 * The entries of `where` (a compile_commands.json or the folder that holds one) that target BPF; only those for the `n`
 * files when n > 0. NULL, or what is wrong.
 */
const char *compdb_read(struct compiles *out, const char *where, char *const *files, size_t n, struct arena *a);

/* One entry per file, with the flags that BPF programs usually have. */
void compdb_files(struct compiles *out, char *const *files, size_t n, char *const *flags, size_t nflags, struct arena *a);

void compdb_free(struct compiles *c);

#endif
