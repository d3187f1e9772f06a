// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * load: asks the running kernel about one program of an object: loads it alone, with the verifier's log, and lets go of it at once.
 * Nothing is attached, pinned or run; what is made is gone with the process, however that ends.
 */
#ifndef BPFPROOF_VERIFY_LOAD_H
#define BPFPROOF_VERIFY_LOAD_H

#include "verify/object.h"

#include <linux/bpf.h>

struct bpf_object;

enum { LOG_ROOM = 64 << 20 };

struct program_name {
	const char *name, *section;
};

/* A map that could not be created. The program was loaded without it all the same, for it may not use it. */
struct absent_map {
	const char *name, *why;  /* what libbpf said */
	uint32_t type;
};

enum { MOST_ABSENT = 16 };

/* What one load came to. Strings live in the arena that was given; the log until the next load. */
struct load {
	int error;               /* 0: loaded; else errno */
	const char *log;         /* what the verifier said; "" for nothing */
	bool log_cut;            /* its beginning or end did not fit */
	const char *why;         /* what libbpf said of it, or NULL */
	uint32_t type, attach;   /* enum prog_type, attach_type: ATTACH_* */
	bool guessed;            /* the type: the section does not say it */
	struct absent_map absent[MOST_ABSENT];
	uint32_t nabsent;
	const struct bpf_insn *insns; /* the finished program; valid until load_done() */
	size_t ninsns;
	struct bpf_object *opened; /* private */
};

/* May this process load programs? NULL, or why not. */
const char *load_possible(void);

/* The programs of an object; false: libbpf cannot open it, *why says so. `name` is the object's, for maps and messages. */
bool load_list(struct object *o, const char *name, struct arena *a, struct program_name **list, size_t *n, const char **why);

void load_program(struct load *l, struct object *o, const char *name, const struct program_name *program, struct arena *a);
void load_done(struct load *l);

/* How long the kernel's verification takes, in microseconds, as its log says; below 0: it refuses the program. */
double load_time(struct object *o, const char *name, const struct program_name *program, struct arena *a);

#endif
