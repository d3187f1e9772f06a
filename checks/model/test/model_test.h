// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the tests of model/ share: the cases in testdata/model, each a .bir file. */
#ifndef BPFPROOF_MODEL_TEST_H
#define BPFPROOF_MODEL_TEST_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/model.h"

struct test_case {
	char *name, *text;
	size_t n;
};

struct test_cases {
	VEC(struct test_case) all;
};

struct test_cases cases_load(const char *folder); /* sorted by name */
void cases_free(struct test_cases *c);

/* The text behind "// key: ", one line; from the k-th such line on. NULL: no more. Lives in `a`. */
const char *case_note(const struct test_case *c, const char *key, unsigned k, struct arena *a);

struct unit *must_read(const char *text); /* reads and validates, or fails the test */
const struct func *must_func(const struct unit *u, const char *name);

extern const struct CMUnitTest read_tests[], mutate_tests[], usage_tests[], type_tests[], build_tests[];
extern const size_t read_tests_n, mutate_tests_n, usage_tests_n, type_tests_n, build_tests_n;

#endif
