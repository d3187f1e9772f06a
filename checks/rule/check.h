// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * check: the one call that front ends make. check_unit() takes a finished model through the passes (usage, machine,
 * rules) and leaves what it found in the report. It keeps nothing between calls and may run in several threads at once.
 */
#ifndef BPFPROOF_CHECK_H
#define BPFPROOF_CHECK_H

#include "kernel/btf.h"
#include "kernel/kernel.h"
#include "model/model.h"
#include "report/report.h"

#ifdef __cplusplus
extern "C" {
#endif

enum rule_level { LEVEL_DEFAULT, LEVEL_OFF, LEVEL_WARNING, LEVEL_ERROR };

#define CHECK_BUDGET 40000  /* a compile waits for it, and five times as many find nothing more in the kernel tree */

struct check_options {
	uint32_t kernel;          /* KVER(...); 0 means KVER_DEFAULT */
	bool pedantic;            /* may-reject findings too */
	bool needs;               /* report what is used and since when kernels have it, instead of what this one lacks */
	uint64_t budget;          /* instructions per program at most, for large ones; 0: CHECK_BUDGET */
	struct kernel_btf *btf;   /* of the kernel in question; NULL: not known */
	const uint8_t *levels;    /* enum rule_level per rule, rule_count() of them; NULL: all default */
};

void check_unit(struct unit *u, const struct check_options *options, struct report *report);

/* ---- the rules, for option parsing, `bpfproof rules` and the docs ---- */

struct rule_info {
	const char *name;         /* "null-deref" */
	const char *summary;      /* the first line of its page */
	enum verdict verdict;     /* the strongest it can give */
	bool on;                  /* by default */
};
size_t rule_count(void);
const struct rule_info *rule_at(size_t i);
int rule_find(const char *name); /* index, or -1; a leading "bpf-" is skipped */

/* "5.15" -> KVER(5, 15); 0 when it is not a version. */
uint32_t check_parse_kernel(const char *s);

#ifdef __cplusplus
}
#endif
#endif
