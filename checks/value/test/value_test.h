// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the tests of value/ share: a reproducible source of numbers, exact results to compare with, membership. */
#ifndef BPFPROOF_VALUE_TEST_H
#define BPFPROOF_VALUE_TEST_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "value/range.h"
#include "value/value.h"

uint64_t test_random(void);      /* xorshift: the same numbers in every run */
uint64_t test_random_edge(void); /* mostly near powers of two, ends and zero */
bool tnum_has(struct tnum t, uint64_t v);
bool scalar_has(struct scalar s, uint64_t v); /* in all five views */

/* The exact result at a width, zero-extended; false where C has none. */
bool exact_op(enum scalar_op op, unsigned width, uint64_t x, uint64_t y, uint64_t *out);
bool exact_cmp(enum scalar_cmp cmp, unsigned width, uint64_t x, uint64_t y);

/* The best scalar for a set of values: each view is as narrow as it can be. */
struct scalar scalar_hull(const uint64_t *values, unsigned n);

void test_fail_scalar(const char *what, struct scalar a, struct scalar b, struct scalar r, uint64_t x, uint64_t y, uint64_t v);

extern const struct CMUnitTest tnum_tests[], range_tests[], scalar_tests[], precision_tests[];
extern const size_t tnum_tests_n, range_tests_n, scalar_tests_n, precision_tests_n;

#endif
