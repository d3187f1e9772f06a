// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* version: since when kernels have what a program uses; the two halves of the rule kernel-version. */
#ifndef BPFPROOF_RULE_VERSION_H
#define BPFPROOF_RULE_VERSION_H

#include "rule/rule.h"

struct use {
	const char *kind, *name; /* kind "": a feature, in words */
	uint32_t since;
	const char *kernel;  /* what older ones print */
	const char *unless;  /* what may make it unnecessary, or NULL */
};

/* Something is used on a path: into the report with the option "needs", else a finding where the kernel is older. True: a fault. */
bool version_used(struct rules *r, const struct event *e, enum verdict v, const struct use *u);

/* features.c: what is neither a function nor a type. */
bool version_features(struct rules *r, const struct event *e);

#endif
