// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* base: arenas hand out zeroed, aligned memory that stays; vectors grow; equal strings intern to one pointer. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/base.h"

static void test_arena(void **state)
{
	struct arena *a = arena_new();
	unsigned char *kept[2000];
	size_t sizes[2000];

	assert_int_equal(arena_used(a), 0);
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		sizes[i] = i % 97 == 0 ? 300000 : i % 13 == 0 ? 0 : i % 700;
		kept[i] = arena_alloc(a, sizes[i]);
		assert_non_null(kept[i]);
		assert_int_equal((uintptr_t)kept[i] % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(kept[i][k], 0);
		memset(kept[i], (int)(i % 255) + 1, sizes[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		for (size_t k = 0; k < sizes[i]; k += 61)
			assert_int_equal(kept[i][k], (int)(i % 255) + 1);
	assert_true(arena_used(a) > 600000);
	assert_string_equal(arena_printf(a, "%d-%s", 7, "x"), "7-x");
	assert_string_equal(arena_copy(a, "copy", 5), "copy");
	arena_free(a);
	arena_free(NULL);
}

static void test_vec(void **state)
{
	struct pair {
		int a, b;
	};
	VEC(struct pair) v = {0};

	for (int i = 0; i < 1000; i++)
		vec_push(&v, (struct pair){i, -i});
	assert_int_equal(v.n, 1000);
	assert_true(v.cap >= v.n);
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(v.at[i].a, i);
		assert_int_equal(v.at[i].b, -i);
	}
	vec_room(&v, 5000);
	assert_true(v.cap >= 6000);
	vec_free(&v);
	assert_null(v.at);
	assert_int_equal(v.n + v.cap, 0);
}

static void test_intern(void **state)
{
	struct arena *a = arena_new();
	struct intern *in = intern_new(a);
	const char *first[3000];
	char name[32];

	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "name-%d", i);
		first[i] = intern_str(in, name);
		assert_string_equal(first[i], name);
		assert_ptr_not_equal(first[i], name);
	}
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "name-%d", i);
		assert_ptr_equal(intern_str(in, name), first[i]);
	}
	assert_ptr_equal(intern_strn(in, "name-7 and more", 6), first[7]);
	assert_ptr_equal(intern_str(in, ""), intern_strn(in, "x", 0));
	assert_null(intern_str(in, NULL));
	arena_free(a);
}

static void test_text(void **state)
{
	struct text t = {0};

	text_addf(&t, "%d", 12);
	assert_string_equal(t.s, "12");
	text_add(&t, "");
	text_addn(&t, "abc", 2);
	assert_string_equal(t.s, "12ab");
	for (int i = 0; i < 500; i++)
		text_addf(&t, "%d,", i);
	assert_int_equal(strlen(t.s), t.n);
	assert_string_equal(t.s + t.n - 4, "499,");
	text_free(&t);
	assert_null(t.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena), cmocka_unit_test(test_vec), cmocka_unit_test(test_intern),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
