// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * options: what users write behind -fplugin-arg-bpfproof-, or in the environment variable BPFPROOF_OPTIONS where no
 * arguments get through (clangd). One table says what there is.
 */
#ifndef BPFPROOF_OPTIONS_H
#define BPFPROOF_OPTIONS_H

#include "rule/check.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is the object that the compile makes checked? */
enum object_wish { OBJECT_IF_ANY, OBJECT_NO, OBJECT_YES /* and warn where that cannot be */ };

struct options {
	struct arena *arena;        /* owns the strings here, and the complaints */
	struct check_options check;
	uint8_t *levels;            /* check.levels, to be written */
	enum rule_level level;      /* of all rules that have none of their own */
	struct kernel_btf *btf;     /* check.btf, to be closed */
	const char *output;         /* file for the findings as JSON lines, or NULL */
	const char *model;          /* file for the program model as text, or NULL */
	bool stats, not_modelled, dump_model, any_target, quiet;
	enum object_wish object;
	bool fixing;                /* set by the front end: clang runs to apply fix-its */
};

struct options *options_new(void);
void options_free(struct options *o); /* NULL is fine */

/* One option, such as "kernel=5.15". NULL when it was understood, else what is wrong with it and what there is. */
const char *options_parse(struct options *o, const char *option);

/* The same for several, with white space between them; the first complaint is returned, the rest still counts. */
const char *options_parse_all(struct options *o, const char *list);

/* The level of a rule by name; a rule that the table does not know has the level of all. */
enum rule_level options_level(const struct options *o, const char *rule);

#ifdef __cplusplus
}
#endif
#endif
