// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * usage: testdata/model/usage. The instructions marked !dead in a case must be just those that usage marks; the other
 * facts stand in the case's "// fact: " lines. Descriptions are asked for in "// name: @f %5 = v->count" lines, and
 * "// place: " for what lies at an address.
 */
#include "model_test.h"

static void add_fact(struct text *t, const struct func *f, const char *what)
{
	text_addf(t, "@%s %s", f->name, what);
}

static void add_live(struct text *t, const struct func *f, uint32_t b)
{
	for (uint32_t l = 0; l < f->locals.n; l++)
		if (f->live_locals[b][l / 32] >> (l % 32) & 1)
			text_addf(t, " $%s", f->locals.at[l].name);
	for (uint32_t v = 0; v < f->temps.n; v++)
		if (f->slot[v] != NO_TEMP && f->live_slots[b][f->slot[v] / 32] >> (f->slot[v] % 32) & 1)
			text_addf(t, " %%%u", v);
}

static void add_facts(struct text *t, const struct func *f)
{
	if (f->address_taken) {
		add_fact(t, f, "is a callback\n");
	}
	if (!f->blocks.n)
		return;
	add_fact(t, f, "uses");
	for (uint32_t v = 0; v < f->temps.n; v++)
		text_addf(t, " %u", f->uses[v]);
	text_add(t, "\n");
	add_fact(t, f, "slots");
	for (uint32_t v = 0; v < f->temps.n; v++)
		if (f->slot[v] != NO_TEMP)
			text_addf(t, " %%%u", v);
	text_add(t, "\n");
	add_fact(t, f, "escapes");
	for (uint32_t l = 0; l < f->locals.n; l++)
		if (f->escapes[l])
			text_addf(t, " $%s", f->locals.at[l].name);
	text_add(t, "\n");
	for (uint32_t b = 0; b < f->blocks.n; b++) {
		add_fact(t, f, "");
		text_addf(t, ".b%u preds %u%s live", b, f->preds[b], f->loop_head[b] ? " loop" : "");
		add_live(t, f, b);
		text_add(t, "\n");
	}
}

static void test_facts(void **state)
{
	struct test_cases cases = cases_load("usage");
	struct arena *a = arena_new();

	for (uint32_t i = 0; i < cases.all.n; i++) {
		const struct test_case *c = &cases.all.at[i];
		struct unit *u = must_read(c->text);
		struct text got = {0}, expected = {0};
		const char *line;

		model_usage(u);
		for (uint32_t f = 0; f < u->funcs.n; f++)
			add_facts(&got, &u->funcs.at[f]);
		model_print(u, &got);
		for (unsigned k = 0; (line = case_note(c, "fact", k, a)); k++)
			text_addf(&expected, "%s\n", line);
		text_add(&expected, strstr(c->text, "bpfproof-model"));
		if (strcmp(got.s, expected.s)) {
			fprintf(stderr, "%s:\n%s", c->name, got.s);
			fail();
		}
		text_free(&got);
		text_free(&expected);
		model_unit_free(u);
	}
	arena_free(a);
	cases_free(&cases);
}

static struct operand operand_of(const struct unit *u, const struct func *f, const char *s)
{
	struct operand o = opnd_none();

	if (*s == '%')
		return opnd_temp((uint32_t)atoi(s + 1));
	for (uint32_t l = 0; *s == '$' && l < f->locals.n; l++)
		if (f->locals.at[l].name && !strcmp(f->locals.at[l].name, s + 1))
			o = opnd_addr(OPND_LOCAL, l);
	for (uint32_t m = 0; *s == '@' && m < u->maps.n; m++)
		if (!strcmp(u->maps.at[m].name, s + 1))
			o = opnd_addr(OPND_MAP, m);
	for (uint32_t g = 0; *s == '@' && g < u->globals.n; g++)
		if (!strcmp(u->globals.at[g].name, s + 1))
			o = opnd_addr(OPND_GLOBAL, g);
	return o;
}

static void check_name(struct unit *u, const struct test_case *c, const char *line,
		       const char *(*describe)(struct unit *, const struct func *, struct operand))
{
	char func[64], operand[64];
	const struct func *f;
	const char *got, *expected = strstr(line, " = ");

	assert_int_equal(sscanf(line, "@%63s %63s", func, operand), 2);
	f = must_func(u, func);
	got = describe(u, f, operand_of(u, f, operand));
	if (!expected || strcmp(got ? got : "nothing", expected + 3))
		fail_msg("%s: %s, got %s", c->name, line, got ? got : "nothing");
}

static void test_names(void **state)
{
	struct test_cases cases = cases_load("usage");
	struct arena *a = arena_new();
	unsigned n = 0;

	for (uint32_t i = 0; i < cases.all.n; i++) {
		struct unit *u = must_read(cases.all.at[i].text);
		const char *line;

		for (unsigned k = 0; (line = case_note(&cases.all.at[i], "name", k, a)); k++, n++)
			check_name(u, &cases.all.at[i], line, model_describe);
		for (unsigned k = 0; (line = case_note(&cases.all.at[i], "place", k, a)); k++, n++)
			check_name(u, &cases.all.at[i], line, model_describe_place);
		model_unit_free(u);
	}
	assert_true(n > 20);
	arena_free(a);
	cases_free(&cases);
}

/* a + a + a + ...: no name, and no time lost in finding that out. */
static void test_deep_sum(void **state)
{
	struct unit *u = model_unit_new();
	uint32_t f = model_func_add(u, &(struct func){.name = "f"});
	struct build *b = build_begin(u, f);
	uint32_t x = build_local(b, &(struct local){.name = "x", .size = 8, .align = 8, .param = -1});
	struct operand sum = build_load(b, 64, opnd_addr(OPND_LOCAL, x), 0, 0);

	for (int i = 0; i < 2000; i++)
		sum = build_bin(b, OP_ADD, 64, sum, sum, 0);
	build_ret(b, 64, sum);
	build_end(b);
	assert_null(model_validate(u));
	assert_null(model_describe(u, &u->funcs.at[f], u->funcs.at[f].instrs.at[2001].a));
	model_unit_free(u);
}

const struct CMUnitTest usage_tests[] = {
	cmocka_unit_test(test_facts), cmocka_unit_test(test_names), cmocka_unit_test(test_deep_sum),
};
const size_t usage_tests_n = ARRAY_LEN(usage_tests);
