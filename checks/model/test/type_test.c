// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* type: how C spells types, which member lies where, what leads to a byte. */
#include "model_test.h"

static const char types[] = "bpfproof-model 1\nunit\n"
			    "type u8 = int \"u8\" size 1\n"
			    "type u32 = int \"u32\" size 4\n"
			    "type void = void\n"
			    "type inner = struct \"struct inner\" size 8 align 4\n"
			    "field \"x\" : u32\n"
			    "field \"y\" : u32 at 32\n"
			    "end\n"
			    "type inners = array of inner count 3\n"
			    "type grid = array of inners count 2\n"
			    "type p = ptr of inner\n"
			    "type u = union size 8 align 4\n"
			    "field \"whole\" : inner\n"
			    "field \"low\" : u8\n"
			    "end\n"
			    "type tail = array of u32 flexible size 0 align 4\n"
			    "type outer = struct \"struct outer\" size 48 align 8\n"
			    "field \"a\" : u8\n"
			    "field \"arr\" : inners at 32\n"
			    "field : u at 256\n"
			    "field \"bits\" : u32 at 320 width 3\n"
			    "field \"byte\" : u32 at 328 width 8\n"
			    "field \"tail\" : tail at 384\n"
			    "end\n"
			    "type incomplete = struct \"struct foo\" incomplete\n"
			    "type foo = struct \"struct foo\" size 4 align 4\n"
			    "field \"x\" : u32\n"
			    "end\n"
			    "type pp = ptr of p to-const\n"
			    "type pc = ptr of inner to-const to-volatile\n"
			    "type ref = ptr of u32 reference\n"
			    "type parr = ptr of inners\n"
			    "type fn = func of u32 variadic\n"
			    "param \"a\" : p\n"
			    "param \"b\" : u32\n"
			    "end\n"
			    "type pfn = ptr of fn\n"
			    "type fn0 = func of void\n"
			    "type arrp = array of p count 4\n"
			    "type afn = array of pfn count 2\n"
			    "type anon = struct tdef \"thing_t\" size 4\n"
			    "type nameless = struct size 4\n";

static type_id nth(const char *label)
{
	unsigned id = 0;

	for (const char *at = types; (at = strstr(at, "\ntype ")); at++) {
		id++;
		if (!strncmp(at + 6, label, strlen(label)) && at[6 + strlen(label)] == ' ')
			return id;
	}
	fail_msg("no type %s", label);
	return 0;
}

static void test_names(void **state)
{
	static const struct {
		const char *label, *name;
	} names[] = {
		{"u32", "u32"}, {"void", "void"}, {"inner", "struct inner"}, {"inners", "struct inner[3]"},
		{"grid", "struct inner[2][3]"}, {"p", "struct inner *"}, {"pp", "struct inner *const *"},
		{"pc", "const volatile struct inner *"}, {"ref", "u32 &"}, {"parr", "struct inner (*)[3]"},
		{"fn", "u32 (struct inner *, u32, ...)"}, {"pfn", "u32 (*)(struct inner *, u32, ...)"}, {"fn0", "void (void)"},
		{"arrp", "struct inner *[4]"}, {"afn", "u32 (*[2])(struct inner *, u32, ...)"}, {"tail", "u32[]"},
		{"anon", "thing_t"}, {"nameless", "struct <unnamed>"}, {"u", "union <unnamed>"},
	};
	struct unit *u = must_read(types);

	for (unsigned i = 0; i < ARRAY_LEN(names); i++) {
		assert_string_equal(model_type_name(u, nth(names[i].label)), names[i].name);
		assert_ptr_equal(model_type_name(u, nth(names[i].label)), model_type_name(u, nth(names[i].label)));
	}
	assert_int_equal(model_type_find(u, "struct foo"), nth("foo"));
	assert_int_equal(model_type_find(u, "struct bar"), 0);
	assert_true(model_type_is_record(u, nth("u")));
	assert_false(model_type_is_record(u, nth("p")));
	model_unit_free(u);
}

static void test_paths(void **state)
{
	static const struct {
		const char *label;
		uint64_t off;
		const char *path;
	} paths[] = {
		{"outer", 0, "a"}, {"outer", 2, ""}, {"outer", 4, "arr[0].x"}, {"outer", 24, "arr[2].y"},
		{"outer", 26, "arr[2].y+2"}, {"outer", 32, "whole.x"}, {"outer", 36, "whole.y"}, {"outer", 40, "bits"},
		{"outer", 41, "byte"}, {"outer", 56, "tail[2]"}, {"grid", 36, "[1][1].y"}, {"u32", 0, ""}, {"u32", 1, "+1"},
		{"inner", 9, ""},
	};
	struct unit *u = must_read(types);

	for (unsigned i = 0; i < ARRAY_LEN(paths); i++)
		assert_string_equal(model_path_at(u, nth(paths[i].label), paths[i].off), paths[i].path);
	model_unit_free(u);
}

static void test_fields(void **state)
{
	static const struct {
		uint64_t off, size;
		const char *name;
	} fields[] = {
		{0, 1, "a"}, {0, 4, NULL}, {1, 1, NULL}, {4, 4, "x"}, {20, 4, "x"}, {24, 4, "y"}, {24, 2, NULL}, {32, 4, "x"},
		{32, 1, "low"}, {36, 4, "y"}, {40, 4, NULL}, {41, 1, "byte"}, {48, 4, "tail"}, {60, 4, "tail"}, {44, 4, NULL},
	};
	struct unit *u = must_read(types);

	for (unsigned i = 0; i < ARRAY_LEN(fields); i++) {
		const struct field *f = model_field_at(u, nth("outer"), fields[i].off, fields[i].size);

		if (!fields[i].name)
			assert_null(f);
		else
			assert_string_equal(f->name, fields[i].name);
	}
	assert_null(model_field_at(u, nth("u32"), 0, 4));
	model_unit_free(u);
}

/* Pointers to themselves, and functions of functions of functions: bounded. */
static void test_bounds(void **state)
{
	struct text t = {0};
	struct unit *u;

	text_add(&t, "bpfproof-model 1\nunit\ntype p = ptr of p\ntype f0 = func of f1\nparam : f1\nparam : f1\nend\n");
	for (int i = 1; i < 40; i++)
		text_addf(&t, "type f%d = func of f%d\nparam : f%d\nparam : f%d\nparam : f%d\nend\n", i, (i + 1) % 40, (i + 1) % 40,
			  (i + 1) % 40, (i + 1) % 40);
	u = must_read(t.s);
	assert_non_null(model_type_name(u, 1));
	assert_true(strlen(model_type_name(u, 2)) < 100000);
	text_free(&t);
	model_print(u, &t);
	text_free(&t);
	model_unit_free(u);
}

const struct CMUnitTest type_tests[] = {
	cmocka_unit_test(test_names), cmocka_unit_test(test_paths), cmocka_unit_test(test_fields), cmocka_unit_test(test_bounds),
};
const size_t type_tests_n = ARRAY_LEN(type_tests);
