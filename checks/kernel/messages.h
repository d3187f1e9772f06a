// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * messages: what the kernel's refusals mean. One row per message (messages.def), one class per cause: the rule that predicts
 * it, why the kernel minds, how to mend it. Finding the row of a line takes time linear in the line.
 */
#ifndef BPFPROOF_KERNEL_MESSAGES_H
#define BPFPROOF_KERNEL_MESSAGES_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum message_about {
	ABOUT_PROGRAM, /* the program is to blame: it was rejected */
	ABOUT_MACHINE, /* the kernel, its configuration or its privileges are: nothing is said about the program */
};

struct message_class {
	const char *name;      /* "null-deref" */
	const char *rule;      /* the rule that predicts it, or NULL */
	const char *call_rule; /* the same, when the instruction at fault is a call; NULL: `rule` */
	enum message_about about;
	const char *why, *fix;
};

enum message_kind {
	MESSAGE_REASON,  /* why the program was refused */
	MESSAGE_SUMMARY, /* the same, but a line above it says more */
	MESSAGE_TRACE,   /* a line that is no reason for anything: no class */
	MESSAGE_PART,    /* never a whole line; never matched: no class */
};

struct message {
	enum message_kind kind;
	bool elsewhere;        /* not from verifier.c, btf.c or log.c of Linux 6.12 */
	bool predicted;        /* by the rule of its class, where that has one */
	const char *pattern;
	const struct message_class *class;
	const char *why, *fix; /* its own, else the class's; of TRACE and PART: what it is, and NULL */
};

enum { MESSAGE_ARGS = 8 };

struct message_match {
	const struct message *message; /* NULL: unknown */
	struct message_arg {
		const char *at;        /* in the line */
		uint32_t n;
		char kind;             /* 'd', 'x', 's', 'i', 'I' */
	} arg[MESSAGE_ARGS];
	uint32_t nargs;
};

/* `line` without its end, and without white space around it. */
struct message_match kernel_message_match(const char *line, size_t n);

/* The rule that predicts it, or NULL. `call`: the instruction at fault is a call. */
const char *kernel_message_rule(const struct message *m, bool call);

/* Does this one pattern match? Fills in the arguments. */
bool kernel_message_fits(const char *pattern, const char *line, size_t n, struct message_match *m);

/* The number that argument `i` (from 0) stands for; 0 when it is none. */
int64_t kernel_message_number(const struct message_match *m, uint32_t i);

/* `words` with {1}, {R1}, {M1} and {P1} filled in; `reg` names a register. */
void kernel_message_words(const struct message_match *m, const char *words, const char *(*reg)(uint32_t number, void *user), void *user,
			  struct text *out);

const struct message *kernel_message_at(size_t i);             /* NULL past the end */
const struct message_class *kernel_message_class_at(size_t i); /* NULL past the end */

#ifdef __cplusplus
}
#endif
#endif
