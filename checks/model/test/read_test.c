// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * read: testdata/model/good prints as it is written; what testdata/model/bad holds is refused with the message that
 * the case itself names behind "// expect: ".
 */
#include "model_test.h"

static void test_round_trips(void **state)
{
	struct test_cases cases = cases_load("good");

	for (uint32_t i = 0; i < cases.all.n; i++) {
		struct unit *u = must_read(cases.all.at[i].text);
		struct text t = {0};

		model_print(u, &t);
		if (strcmp(t.s, cases.all.at[i].text)) {
			fprintf(stderr, "%s prints as\n%s", cases.all.at[i].name, t.s);
			fail();
		}
		text_free(&t);
		model_unit_free(u);
	}
	cases_free(&cases);
}

static void test_refusals(void **state)
{
	struct test_cases cases = cases_load("bad");
	struct arena *a = arena_new();

	for (uint32_t i = 0; i < cases.all.n; i++) {
		const struct test_case *c = &cases.all.at[i];
		const char *expected = case_note(c, "expect", 0, a), *error = NULL;
		struct unit *u = model_read(c->text, c->n, a, &error);

		if (!expected)
			fail_msg("%s does not say what it expects", c->name);
		if (u)
			error = model_validate(u);
		if (!error || strcmp(error, expected))
			fail_msg("%s\nexpected: %s\ngot:      %s", c->name, expected, error ? error : "nothing");
		model_unit_free(u);
	}
	arena_free(a);
	cases_free(&cases);
}

/* People may write less than the printer does. */
static void test_short_forms(void **state)
{
	struct unit *u = must_read("bpfproof-model 1 // a comment\n"
				   "\n"
				   "unit \"x.c\"\r\n"
				   "type u32 = int size 4\n"
				   "  type arr = array of u32 count 0x10\n"
				   "type pair = array of arr count 2\n"
				   "global @g data : arr\nend\n"
				   "func @f global\n"
				   "local $a : arr\n"
				   "param %7\n"
				   ".start:\n"
				   "%9 = load.32 $a+8:u32!volatile;3:4-6 in FOO\n"
				   "jmp .loop\n"
				   ".loop: // again\n"
				   "br %9,.loop,.start\n"
				   "end");
	const struct func *f = must_func(u, "f");

	assert_int_equal(model_type(u, 2)->size, 64);
	assert_int_equal(model_type(u, 3)->size, 128);
	assert_int_equal(model_type(u, 3)->align, 4);
	assert_int_equal(u->globals.at[0].size, 64);
	assert_int_equal(f->locals.at[0].size, 64);
	assert_int_equal(f->instrs.at[0].a.imm, 8);
	assert_int_equal(f->instrs.at[0].flags, INSTR_VOLATILE);
	assert_string_equal(u->places.at[f->instrs.at[0].pos].macro, "FOO");
	assert_string_equal(u->places.at[f->instrs.at[0].pos].file, "x.c");
	assert_int_equal(u->places.at[f->instrs.at[0].pos].end_col, 6);
	assert_string_equal(f->blocks.at[1].name, "loop");
	assert_int_equal(f->temps.n, 10);
	model_unit_free(u);
}

static void test_print_instr(void **state)
{
	struct unit *u = must_read("bpfproof-model 1\nunit\n"
				   "type u32 = int \"u32\" size 4\n"
				   "map @m btf\nend\n"
				   "func @f global\n"
				   "local $x : u32\n"
				   ".b0:\n"
				   "%0 = call.64 helper bpf_map_lookup_elem (@m, $x)\n"
				   "%1 = load.32 %0 : u32\n"
				   "ret.32 %1\n"
				   "end\n");
	const struct func *f = must_func(u, "f");
	struct text t = {0};

	for (uint32_t i = 0; i < f->instrs.n; i++) {
		model_print_instr(u, f, &f->instrs.at[i], &t);
		text_add(&t, "\n");
	}
	assert_string_equal(t.s, "%0 = call.64 helper bpf_map_lookup_elem (@m, $x)\n%1 = load.32 %0 : u32\nret.32 %1\n");
	text_free(&t);
	model_unit_free(u);
}

const struct CMUnitTest read_tests[] = {
	cmocka_unit_test(test_round_trips), cmocka_unit_test(test_refusals), cmocka_unit_test(test_short_forms),
	cmocka_unit_test(test_print_instr),
};
const size_t read_tests_n = ARRAY_LEN(read_tests);
