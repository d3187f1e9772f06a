// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * host: what this machine has: the plugin that belongs to this command, the clang versions it has backends for, and
 * the programs of these versions.
 */
#ifndef BPFPROOF_HOST_H
#define BPFPROOF_HOST_H

#include "base/base.h"

enum { MAX_MAJORS = 32 };

struct host {
	const char *folder;            /* where bpfproof.so and its backends are */
	const char *plugin;            /* folder/bpfproof.so */
	unsigned majors[MAX_MAJORS];   /* newest first */
	unsigned nmajors;
};

/*
 * Looks beside this program: ../lib in a build tree, else where it was installed to. NULL when it found the plugin and
 * at least one backend, else what is wrong.
 */
const char *host_find(struct host *h, struct arena *a);
const char *host_majors(const struct host *h, struct arena *a); /* "22, 19, 14" */
bool host_has(const struct host *h, unsigned major);

/* The full path of a program: as it stands when it holds a '/', else from $PATH; NULL when there is none. */
const char *host_program(const char *name, struct arena *a);

/* The major version that `PROGRAM --version` tells ("clang version 19.1.7", "clangd version ..."); 0: it does not. */
unsigned host_major_of(const char *program);

/*
 * "clang" or "clangd" of the newest version that has a backend: NAME-<major> in $PATH or in LLVM's own folder, else
 * NAME itself when its version has one. NULL when there is none.
 */
const char *host_newest(const struct host *h, const char *name, struct arena *a);

#endif
