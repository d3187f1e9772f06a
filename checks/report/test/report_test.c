// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* report: one story per root cause, and what each sink makes of it, to the letter. */
#include "base/spell.h"
#include "report/json.h"
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct pos place(const char *file, uint32_t line, uint32_t col)
{
	return (struct pos){.file = file, .line = line, .col = col};
}

static struct pos span(const char *file, uint32_t line, uint32_t col, uint32_t end_col)
{
	return (struct pos){.file = file, .line = line, .col = col, .end_line = line, .end_col = end_col};
}

/* ---- collecting ---- */

static void same_place_joins(void **state)
{
	struct report *r = report_new();
	struct pos at = place("a.c", 3, 5);
	char name[] = "one";
	struct finding *f = report_add(r, "leak", VERDICT_REJECT, &at, name, "it leaks");

	name[0] = 'X'; /* strings are copied */
	report_note(r, f, &at, "first");
	f = report_add(r, "leak", VERDICT_REJECT, &at, "two", "it leaks again");
	report_note(r, f, &at, "second");
	report_edit(r, report_fix(r, f, &at, "dropped"), &at, "x");
	report_add(r, "leak", VERDICT_REJECT, &at, "two", "and again");

	assert_int_equal(r->findings.n, 1);
	f = &r->findings.at[0];
	assert_string_equal(f->message, "it leaks");
	assert_int_equal(f->programs.n, 2);
	assert_string_equal(f->programs.at[0], "one");
	assert_string_equal(f->programs.at[1], "two");
	assert_int_equal(f->notes.n, 1);
	assert_string_equal(f->notes.at[0].text, "first");
	assert_int_equal(f->fixes.n, 0);
	report_free(r);
}

static void stronger_verdict_tells_its_own_story(void **state)
{
	struct report *r = report_new();
	struct pos at = place("a.c", 3, 5);
	struct finding *f = report_add(r, "leak", VERDICT_MAY, &at, "one", "it may leak");

	report_note(r, f, &at, "weak");
	report_kernel(r, f, "weak words");
	report_edit(r, report_fix(r, f, &at, "weak fix"), &at, "x");
	f = report_add(r, "leak", VERDICT_REJECT, &at, "two", "it leaks");
	report_note(r, f, &at, "strong");
	f = report_add(r, "leak", VERDICT_HAZARD, &at, "three", "hm");
	report_note(r, f, &at, "weaker again");
	report_kernel(r, f, "hm");

	assert_int_equal(r->findings.n, 1);
	f = &r->findings.at[0];
	assert_int_equal(f->verdict, VERDICT_REJECT);
	assert_string_equal(f->message, "it leaks");
	assert_int_equal(f->notes.n, 1);
	assert_string_equal(f->notes.at[0].text, "strong");
	assert_null(f->kernel);
	assert_int_equal(f->fixes.n, 0);
	assert_int_equal(f->programs.n, 3);
	report_free(r);
}

static void other_rules_and_places_stay_apart(void **state)
{
	struct report *r = report_new();
	struct pos at = place("a.c", 3, 5), right = place("a.c", 3, 6), other = place("b.c", 3, 5);

	report_add(r, "leak", VERDICT_REJECT, &other, NULL, "m");
	report_add(r, "leak", VERDICT_REJECT, &right, NULL, "m");
	report_add(r, "null-deref", VERDICT_REJECT, &at, NULL, "m");
	report_add(r, "leak", VERDICT_REJECT, &at, NULL, "m");
	report_add(r, "license", VERDICT_REJECT, NULL, NULL, "m");
	report_sort(r);

	assert_int_equal(r->findings.n, 5);
	assert_string_equal(r->findings.at[0].rule, "license");
	assert_string_equal(r->findings.at[1].rule, "leak");
	assert_string_equal(r->findings.at[2].rule, "null-deref");
	assert_int_equal(r->findings.at[3].pos.col, 6);
	assert_string_equal(r->findings.at[4].pos.file, "b.c");
	report_drop(r, 1);
	assert_int_equal(r->findings.n, 4);
	assert_string_equal(r->findings.at[1].rule, "null-deref");
	report_free(r);
}

static void needs_are_there_once(void **state)
{
	struct report *r = report_new();
	struct need maybe = {.kind = "helper", .name = "bpf_loop", .unless = "asked", .since = 5 << 16 | 17, .pos = {.file = "a.c", .line = 9}};
	struct need sure = maybe;

	sure.unless = NULL;
	sure.pos.line = 20;
	report_need(r, &maybe);
	report_need(r, &maybe);
	assert_int_equal(r->needs.n, 1);
	report_need(r, &sure);
	assert_int_equal(r->needs.n, 1);
	assert_null(r->needs.at[0].unless);
	assert_int_equal(r->needs.at[0].pos.line, 20);
	report_need(r, &maybe);
	assert_null(r->needs.at[0].unless);
	sure.kind = "kfunc";
	report_need(r, &sure);
	assert_int_equal(r->needs.n, 2);
	report_free(r);
}

static void unmodelled_is_counted(void **state)
{
	struct report *r = report_new();
	struct pos at = place("a.c", 3, 5), other = place("a.c", 4, 5);

	for (int i = 0; i < 3; i++) {
		report_unmodelled(r, "p", "asm", &other);
		report_unmodelled(r, "p", "asm", &at);
	}
	report_unmodelled(r, NULL, "asm", &at);
	report_sort(r);
	assert_int_equal(r->unmodelled.n, 3);
	assert_null(r->unmodelled.at[0].program);
	assert_int_equal(r->unmodelled.at[1].count, 3);
	assert_int_equal(r->unmodelled.at[1].pos.line, 3);
	report_free(r);
}

/* ---- sinks ---- */

/* One finding with everything that a finding can have, and one with nothing. */
static struct report *full(void)
{
	struct report *r = report_new();
	struct pos at = span("dir/a b.c", 21, 9, 17), from = place("dir/a b.c", 19, 20), to = place("dir/a b.c", 21, 2);
	struct program_stats s = {.program = "count", .instrs = 120, .states = 7, .pruned = 3, .complete = true};
	struct finding *f;

	at.macro = "BUMP";
	r->tool_version = "1.2.3";
	f = report_add(r, "null-deref", VERDICT_REJECT, &at, "count", "'v' may be null: 100%, \"really\"");
	report_note(r, f, &from, "'v' is the result of 'bpf_map_lookup_elem'");
	report_kernel(r, f, "R0 invalid mem access 'map_value_or_null'");
	report_edit(r, report_fix(r, f, &to, "add a null check"), &to, "if (!v)\n\t\treturn 0;\n\t");
	report_add(r, "padding", VERDICT_HAZARD, NULL, NULL, "keys have padding");
	report_stats(r, &s);
	report_unmodelled(r, "count", "inline assembly", &from);
	report_unmodelled(r, "count", "inline assembly", &from);
	report_sort(r);
	return r;
}

static void expect_print(const char *sink, struct report *r, bool colour, const char *wanted)
{
	struct text out = {0};

	report_sink(sink)->print(r, colour, &out);
	assert_string_equal(out.s ? out.s : "", wanted);
	text_free(&out);
	report_free(r);
}

static void text_is_what_compilers_print(void **state)
{
	struct report *r = full();

	r->show_stats = r->show_unmodelled = true;
	expect_print("text", r, false,
	       "warning: keys have padding [bpf-padding]\n"
	       "dir/a b.c:21:9: error: 'v' may be null: 100%, \"really\" [bpf-null-deref]\n"
	       "dir/a b.c:21:9: note: in expansion of macro 'BUMP'\n"
	       "dir/a b.c:19:20: note: 'v' is the result of 'bpf_map_lookup_elem'\n"
	       "dir/a b.c:21:9: note: kernel: \"R0 invalid mem access 'map_value_or_null'\"\n"
	       "dir/a b.c:21:2: note: add a null check\n"
	       "count: 120 instructions, 7 states, 3 pruned, every path followed\n"
	       "dir/a b.c:19:20: not modelled: inline assembly in 'count' (2 times)\n");
}

static void text_has_colours(void **state)
{
	struct report *r = report_new();
	struct pos at = place("a.c", 1, 2);

	report_add(r, "leak", VERDICT_REJECT, &at, NULL, "it leaks");
	expect_print("text", r, true, "\033[1ma.c:1:2: \033[0;1;31merror: \033[0m\033[1mit leaks [bpf-leak]\033[0m\n");
}

static void jsonl_is_one_line_each(void **state)
{
	struct report *r = full();

	r->show_stats = true;
	expect_print("jsonl", r, false,
	       "{\"rule\":\"padding\",\"verdict\":\"hazard\",\"programs\":[],\"file\":null,\"line\":0,\"column\":0,"
	       "\"end_line\":0,\"end_column\":0,\"message\":\"keys have padding\",\"kernel_message\":null,\"notes\":[],\"fixes\":[]}\n"
	       "{\"rule\":\"null-deref\",\"verdict\":\"will-reject\",\"programs\":[\"count\"],\"file\":\"dir/a b.c\","
	       "\"line\":21,\"column\":9,\"end_line\":21,\"end_column\":17,"
	       "\"message\":\"'v' may be null: 100%, \\\"really\\\"\","
	       "\"kernel_message\":\"R0 invalid mem access 'map_value_or_null'\","
	       "\"notes\":[{\"file\":\"dir/a b.c\",\"line\":21,\"column\":9,\"message\":\"in expansion of macro 'BUMP'\"},"
	       "{\"file\":\"dir/a b.c\",\"line\":19,\"column\":20,"
	       "\"message\":\"'v' is the result of 'bpf_map_lookup_elem'\"}],"
	       "\"fixes\":[{\"title\":\"add a null check\",\"edits\":[{\"file\":\"dir/a b.c\",\"line\":21,\"column\":2,"
	       "\"end_line\":21,\"end_column\":2,\"text\":\"if (!v)\\n\\t\\treturn 0;\\n\\t\"}]}]}\n"
	       "{\"stats\":[{\"name\":\"count\",\"instrs\":120,\"states\":7,\"pruned\":3,\"complete\":true}],"
	       "\"not_modelled\":{\"count\":[\"inline assembly (2) at dir/a b.c:19\"]}}\n");
}

static void json_of_nothing(void **state)
{
	struct report *r = report_new();

	r->tool_version = "1";
	expect_print("json", r, false, "{\n\t\"tool\": \"bpfproof\",\n\t\"version\": \"1\",\n\t\"findings\": []\n}\n");
}

static void github_escapes(void **state)
{
	expect_print("github", full(), false,
	       "::warning title=bpf-padding::keys have padding\n"
	       "::error file=dir/a b.c,line=21,endLine=21,col=9,endColumn=17,title=bpf-null-deref::"
	       "'v' may be null: 100%25, \"really\"%0Aline 19: 'v' is the result of 'bpf_map_lookup_elem'"
	       "%0Akernel: R0 invalid mem access 'map_value_or_null'\n");
}

static void sarif_has_rules_places_and_fixes(void **state)
{
	static const char *const parts[] = {
		"\"version\": \"2.1.0\"",
		"\"ruleId\": \"bpf-null-deref\"",
		"\"id\": \"bpf-padding\"",
		"\"level\": \"error\"",
		"\"uri\": \"dir/a%20b.c\"",
		"\"startLine\": 21",
		"\"endColumn\": 17",
		"\"text\": \"add a null check\"",
		"\"deletedRegion\": {",
		"\"text\": \"kernel: \\\"R0 invalid mem access 'map_value_or_null'\\\"\"",
	};
	struct report *r = full();
	struct text out = {0};

	report_sink("sarif")->print(r, false, &out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (!strstr(out.s, parts[i]))
			fail_msg("no %s in %s", parts[i], out.s);
	text_free(&out);
	report_free(r);
}

static void sinks_are_found_by_name(void **state)
{
	for (size_t i = 0; report_sink_at(i); i++)
		assert_ptr_equal(report_sink(report_sink_at(i)->name), report_sink_at(i));
	assert_null(report_sink("xml"));
}

/* ---- json ---- */

static void expect_quoted(const char *s, const char *wanted)
{
	struct text out = {0};
	struct json j = json_begin(&out, false);

	json_string(&j, NULL, s);
	assert_string_equal(out.s, wanted);
	text_free(&out);
}

static void json_strings_are_always_utf8(void **state)
{
	expect_quoted(NULL, "null");
	expect_quoted("", "\"\"");
	expect_quoted("a\"\\\b\f\n\r\t/\x01\x7f", "\"a\\\"\\\\\\b\\f\\n\\r\\t/\\u0001\\u007f\"");
	expect_quoted("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9d", "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9d\"");
	expect_quoted("\xe9", "\"\xef\xbf\xbd\"");                         /* Latin-1 */
	expect_quoted("\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\"");         /* cut off */
	expect_quoted("\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"");         /* overlong */
	expect_quoted("\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""); /* surrogate */
	expect_quoted("\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	expect_quoted("{", "\"{\"");
}

static void json_commas(void **state)
{
	struct text out = {0};
	struct json j = json_begin(&out, false);

	json_object(&j, NULL);
	json_string(&j, "a", "{");
	json_list(&j, "b");
	json_end(&j, ']');
	json_list(&j, "c");
	json_number(&j, NULL, UINT64_MAX);
	json_bool(&j, NULL, true);
	json_object(&j, NULL);
	json_end(&j, '}');
	json_end(&j, ']');
	json_end(&j, '}');
	assert_string_equal(out.s, "{\"a\":\"{\",\"b\":[],\"c\":[18446744073709551615,true,{}]}");
	text_free(&out);
}

/* ---- spell ---- */

static void distances(void **state)
{
	assert_int_equal(spell_distance("", ""), 0);
	assert_int_equal(spell_distance("", "abc"), 3);
	assert_int_equal(spell_distance("kernel", "kernel"), 0);
	assert_int_equal(spell_distance("kernle", "kernel"), 1);
	assert_int_equal(spell_distance("kernl", "kernel"), 1);
	assert_int_equal(spell_distance("kermel", "kernel"), 1);
	assert_int_equal(spell_distance("kitten", "sitting"), 3);
}

static void nearest_first(void **state)
{
	static const char *const names[] = {"pedantic", "stats", "kernel", "states"};
	size_t order[4];

	spell_order("stat", names, 4, order);
	assert_int_equal(order[0], 1);
	assert_int_equal(order[1], 3);
}

static void globs(void **state)
{
	assert_true(spell_match("bpf-*", "bpf-leak"));
	assert_true(spell_match("*", ""));
	assert_true(spell_match("*-*-check", "null-x-check"));
	assert_true(spell_match("l?ak", "leak"));
	assert_true(spell_match("*ab", "aab"));
	assert_false(spell_match("bpf-", "bpf-leak"));
	assert_false(spell_match("leak?", "leak"));
	assert_false(spell_match("", "leak"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_place_joins),
		cmocka_unit_test(stronger_verdict_tells_its_own_story),
		cmocka_unit_test(other_rules_and_places_stay_apart),
		cmocka_unit_test(needs_are_there_once), cmocka_unit_test(unmodelled_is_counted),
		cmocka_unit_test(text_is_what_compilers_print),
		cmocka_unit_test(text_has_colours),
		cmocka_unit_test(jsonl_is_one_line_each),
		cmocka_unit_test(json_of_nothing),
		cmocka_unit_test(github_escapes),
		cmocka_unit_test(sarif_has_rules_places_and_fixes),
		cmocka_unit_test(sinks_are_found_by_name),
		cmocka_unit_test(json_strings_are_always_utf8),
		cmocka_unit_test(json_commas),
		cmocka_unit_test(distances),
		cmocka_unit_test(nearest_first),
		cmocka_unit_test(globs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
