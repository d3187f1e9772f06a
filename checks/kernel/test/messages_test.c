// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * messages_test: the rows of messages.def are well-formed, each finds itself, and lines find the row that says most about them. Whether
 * the rows are the kernel's is messages_source's question.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kernel/messages.h"

static struct message_match match(const char *line)
{
	return kernel_message_match(line, strlen(line));
}

static const char *reg(uint32_t number, void *user)
{
	static char name[16];

	snprintf(name, sizeof(name), "R%u", number);
	return name;
}

/* The pattern with something put in for each placeholder. */
static void fill_in(const char *pattern, struct text *line)
{
	text_add(line, "");
	for (; *pattern; pattern++)
		if (*pattern == '%')
			text_add(line, *++pattern == 's' ? "some words" : "7");
		else
			text_addn(line, pattern, 1);
}

static void words_fit(const char *pattern, const char *words)
{
	const char *start = pattern;
	char kinds[MESSAGE_ARGS + 1];
	uint32_t n = 0;

	for (; *pattern; pattern++)
		if (*pattern == '%') {
			assert_non_null(strchr("dxsiI", *++pattern));
			assert_true(n < MESSAGE_ARGS);
			kinds[n++] = pattern - 1 > start && pattern[-2] == 'R' ? 'R' : *pattern;
		}
	for (const char *p = words; p && (p = strchr(p, '{')); p++) {
		bool is_reg = p[1] == 'R';
		const char *digit = p + 1 + (is_reg || p[1] == 'M' || p[1] == 'P');

		if (*digit < '1' || *digit > '9' || digit[1] != '}')
			continue; /* `= {}` */
		if ((uint32_t)(*digit - '1') >= n)
			fail_msg("'%s' has no placeholder for '%s'", pattern, words);
		if (is_reg && kinds[*digit - '1'] != 'R')
			fail_msg("'%s' is no register in '%s'", pattern, words);
	}
}

static void rows_are_well_formed(void **state)
{
	const struct message *m, *other;

	for (size_t i = 0; (m = kernel_message_at(i)); i++) {
		bool reason = m->kind == MESSAGE_REASON || m->kind == MESSAGE_SUMMARY;

		assert_int_equal(reason, m->class != NULL);
		assert_true(*m->pattern);
		if (!reason)
			assert_non_null(m->why);
		words_fit(m->pattern, m->why);
		words_fit(m->pattern, m->fix);
		if (m->why)
			assert_int_not_equal(m->why[strlen(m->why) - 1], '.');
		if (m->fix)
			assert_int_not_equal(m->fix[strlen(m->fix) - 1], '.');
		for (size_t k = 0; k < i && (other = kernel_message_at(k)); k++)
			if (!strcmp(other->pattern, m->pattern))
				fail_msg("two rows for \"%s\"", m->pattern);
	}
}

static void classes_are_whole(void **state)
{
	const struct message_class *c;

	for (size_t i = 0; (c = kernel_message_class_at(i)); i++) {
		assert_non_null(c->name);
		assert_non_null(c->why);
		assert_non_null(c->fix);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(kernel_message_class_at(k)->name, c->name);
	}
}

static void every_row_finds_itself(void **state)
{
	const struct message *m;

	for (size_t i = 0; (m = kernel_message_at(i)); i++) {
		struct text line = {0};
		struct message_match found, own;

		if (m->kind == MESSAGE_PART)
			continue;
		fill_in(m->pattern, &line);
		assert_true(kernel_message_fits(m->pattern, line.s, line.n, &own));
		found = match(line.s);
		if (found.message != m)
			fail_msg("\"%s\" is taken for \"%s\"", m->pattern, found.message ? found.message->pattern : "nothing");
		text_free(&line);
	}
}

static const struct {
	const char *line, *class, *why;
} lines[] = {
	{"R0 invalid mem access 'map_value_or_null'", "null-deref", "R0 may be null here"},
	{"R8 invalid mem access 'ptr_or_null_'", "null-deref", "R8 may be null here"},
	{"R1 invalid mem access 'scalar'", "scalar-deref", "R1 is a number to the verifier, not a pointer"},
	{"R1 invalid mem access 'inv'", "scalar-deref", "R1 is a number to the verifier, not a pointer"},
	{"R10 invalid mem access 'pkt_meta_end'", "pointer-kind", "memory cannot be read or written through R10, which is a 'pkt_meta_end' pointer"},
	{"invalid access to map value, value_size=8 off=-4 size=8", "bounds", "8 bytes at offset -4 of a map's value, which is 8 bytes long"},
	{"R2 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value", "argument-type",
	 "R2 is 'scalar' to the verifier, but this call takes fp, pkt, pkt_meta, map_key, map_value"},
	{"R1 type=sock_or_null expected=sock_common, sock", "null-deref", "R1 may be null here, and this call does not take null"},
	{"At program exit the register R0 has smin=5 smax=5 should have been in [0, 1]", "return-range",
	 "R0, the return value, has smin=5 smax=5, and must be between 0 and 1"},
	{"invalid access to map value, value_size=1 off=2 size=1", "bounds", "1 byte at offset 2 of a map's value, which is 1 byte long"},
	{"invalid indirect read from stack R2 off -16+4 size 16", "stack-read", "16 bytes of the stack are used through R2, and byte 4 of them was never written"},
	{"unknown opcode 8d", "bytecode", NULL},
	{"REG INVARIANTS VIOLATION (range bounds): u64=[0x1, 0x0]", "kernel-bug", NULL},
	{"R1 pointer += pointer prohibited", "pointer-math", "two pointers in one operation: R1 += a pointer"},
	{"BPF_EXIT instruction in main prog would lead to reference leak", "leak", NULL},
	{"cannot pass map_type 15 into func bpf_map_update_elem#2", "map-helper", "'bpf_map_update_elem' does not work on BPF_MAP_TYPE_SOCKMAP maps"},
	{"cannot pass map_type 999 into func bpf_map_update_elem#2", "map-helper", "'bpf_map_update_elem' does not work on 999 maps"},
};

static void lines_find_the_best_row(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct message_match m = match(lines[i].line);
		struct text words = {0};

		assert_non_null(m.message);
		assert_non_null(m.message->class);
		assert_string_equal(m.message->class->name, lines[i].class);
		if (!lines[i].why)
			continue;
		kernel_message_words(&m, m.message->why, reg, NULL, &words);
		assert_string_equal(words.s, lines[i].why);
		text_free(&words);
	}
}

/* Memory in calls is another rule's; what no rule sees names none. */
static void lines_name_their_rule(void **state)
{
	static const struct {
		const char *line, *rule, *call_rule;
	} ruled[] = {
		{"R1 !read_ok", "uninitialised", "uninitialised"},
		{"invalid access to map value, value_size=8 off=8 size=8", "bounds", "argument-memory"},
		{"R1 pointer arithmetic on map_value_or_null prohibited, null-check it first", "pointer-math", "pointer-math"},
		{"bpf_spin_lock cannot be accessed directly by load/store", "special-field", "special-field"},
		{"div by zero", "refused", "refused"},
		{"infinite loop detected at insn 3", "endless-loop", "endless-loop"},
		{"BPF program is too large. Processed 1000001 insn", NULL, NULL},
		{"arg#0 is expected to be non-NULL", NULL, NULL},
		{"the call stack of 9 frames is too deep !", "stack-limit", "stack-limit"},
	};

	for (size_t i = 0; i < ARRAY_LEN(ruled); i++)
		for (int call = 0; call < 2; call++) {
			const char *want = call ? ruled[i].call_rule : ruled[i].rule, *rule = kernel_message_rule(match(ruled[i].line).message, call);

			assert_int_equal(want != NULL, rule != NULL);
			if (want)
				assert_string_equal(rule, want);
		}
	assert_null(kernel_message_rule(match("processed 5 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0").message, false));
	assert_null(kernel_message_rule(NULL, false));
}

static void other_lines_find_none(void **state)
{
	static const char *const others[] = {
		"", " ", "R", "hello", "R1 invalid mem access", "R invalid mem access 'scalar'", "Rx invalid mem access 'scalar'",
		"invalid access to map value, value_size= off=0 size=8", "unknown opcode ", "infinite loop detected at insn -",
	};

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_null(match(others[i]).message);
}

static void numbers_are_read(void **state)
{
	struct message_match m = match("Unreleased reference id=-2 alloc_insn=17");

	assert_int_equal(m.nargs, 2);
	assert_int_equal(kernel_message_number(&m, 0), -2);
	assert_int_equal(kernel_message_number(&m, 1), 17);
	assert_int_equal(kernel_message_number(&m, 2), 0);
	m = match("unknown opcode 8d");
	assert_int_equal(kernel_message_number(&m, 0), 0x8d);
	m = match("R1 invalid mem access 'fp'");
	assert_int_equal(kernel_message_number(&m, 1), 0);
}

/* Lines that make a matcher with backtracking try everything. */
static void long_lines_are_no_trouble(void **state)
{
	static const char *const starts[] = {"R1 type=", "arg1 (struct ", "verifier bug: ", "R1 invalid stack R1 ", "misaligned access off "};
	static const char *const repeated[] = {" expected=", "a", "(struct ", " doesn't match ", "77777777", " off +7+7 size "};
	clock_t before = clock();

	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		for (size_t k = 0; k < ARRAY_LEN(repeated); k++) {
			struct text line = {0};

			text_add(&line, starts[i]);
			while (line.n < 1 << 16)
				text_add(&line, repeated[k]);
			(void)match(line.s);
			text_free(&line);
		}
	assert_true((clock() - before) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_well_formed),
		cmocka_unit_test(classes_are_whole),
		cmocka_unit_test(every_row_finds_itself),
		cmocka_unit_test(lines_find_the_best_row),
		cmocka_unit_test(lines_name_their_rule),
		cmocka_unit_test(other_lines_find_none),
		cmocka_unit_test(numbers_are_read),
		cmocka_unit_test(long_lines_are_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
