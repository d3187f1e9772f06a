// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* spell: names as people type them: with typing errors, and with * and ? in them. */
#ifndef BPFPROOF_SPELL_H
#define BPFPROOF_SPELL_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How many letters must be typed, dropped, changed or swapped with their neighbour to make b of a. */
size_t spell_distance(const char *a, const char *b);

/* The same for guessing what was meant: names that begin with what was typed come first, then those that hold it. */
size_t spell_rank(const char *typed, const char *name);

/* Orders `n` names by rank, best first; equal ones keep their order. `order` receives the indices. */
void spell_order(const char *typed, const char *const *names, size_t n, size_t *order);

/* Does the pattern (* any text, ? any character) cover the whole string? */
bool spell_match(const char *pattern, const char *s);

#ifdef __cplusplus
}
#endif
#endif
