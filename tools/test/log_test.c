// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * log_test: the reader of verifier logs: what it makes of instructions, paths, lines and names; and that no log, however mangled, makes it
 * crash, hang or read outside of the text. The logs are those of testdata/explain, mutated in ways that are the same on every run.
 *
 *   log_test LOG...
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "rule/check.h"
#include "verify/outcome.h"

static char **paths;
static int npaths;

/* ---- instructions ---- */

static const struct {
	const char *text;
	enum insn_kind kind;
	int dst, src;
	int32_t off;
} insns[] = {
	{"r6 = r1", INSN_MOVE, 6, 1, 0},
	{"w6 = w1", INSN_MOVE, 6, 1, 0},
	{"r6 = (s8)r1", INSN_ALU, 6, -1, 0},
	{"r1 = 0xffff888409f4e000", INSN_CONST, 1, -1, 0},
	{"r1 = -4", INSN_CONST, 1, -1, 0},
	{"r1 = -r1", INSN_ALU, 1, -1, 0},
	{"r10 = 5", INSN_CONST, 10, -1, 0},
	{"r0 = *(u32 *)(r1 +4)", INSN_LOAD, 0, 1, 4},
	{"*(u64 *)(r10 -8) = r1", INSN_STORE, 10, 1, -8},
	{"*(u64 *)(r10 -8) = 0", INSN_STORE, 10, -1, -8},
	{"r1 += -4", INSN_ALU, 1, -1, 0},
	{"if r0 == 0x0 goto pc+3", INSN_BRANCH, 0, -1, 3},
	{"if w1 s> w2 goto pc-7", INSN_BRANCH, 1, 2, -7},
	{"call bpf_map_lookup_elem#1", INSN_CALL, -1, -1, 0},
	{"call pc+5", INSN_ENTER, -1, -1, 5},
	{"exit", INSN_EXIT, -1, -1, 0},
	{"goto pc+1", INSN_OTHER, -1, -1, 0},
	{"", INSN_OTHER, -1, -1, 0},
	{"r", INSN_OTHER, -1, -1, 0},
	{"r99 = 1", INSN_OTHER, -1, -1, 0},
	{"if r0", INSN_OTHER, 0, -1, 0},
	{"if r0 == goto pc", INSN_OTHER, 0, -1, 0},
};

static void instructions_are_read(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(insns); i++) {
		struct insn in = insn_read((struct slice){insns[i].text, (uint32_t)strlen(insns[i].text)});

		if (in.kind != insns[i].kind || in.off != insns[i].off || in.dst != insns[i].dst || in.src != insns[i].src)
			fail_msg("'%s': kind %d, dst %d, src %d, off %d", insns[i].text, in.kind, in.dst, in.src, in.off);
	}
}

/* ---- paths ---- */

static struct log *read_one(struct logs *logs, const char *text)
{
	logs_read(logs, text, strlen(text));
	assert_int_equal(logs->at.n, 1);
	return &logs->at.at[0];
}

static void expect_path(const struct log *l, const char *wanted)
{
	struct text path = {0};

	text_add(&path, "");
	for (uint32_t i = 0; i < l->path.n; i++)
		text_addf(&path, "%s%u", i ? " " : "", l->path.at[i].insn);
	assert_string_equal(path.s, wanted);
	text_free(&path);
}

/* A loop whose branches are come back to, last first: 2 was passed twice when its other side is followed. */
static void the_path_is_cut_back(void **state)
{
	struct logs logs = {0};
	struct log *l = read_one(&logs, "0: (b7) r1 = 0\n1: (07) r1 += 1\n2: (15) if r1 == 0x9 goto pc+2\n3: (05) goto pc-3\n"
				 "1: (07) r1 += 1\n2: (15) if r1 == 0x9 goto pc+2\n3: (95) exit\n\n"
				 "from 2 to 5: R1=9 R10=fp0\n5: (95) exit\n\n"
				 "from 2 to 5: R1=9 R10=fp0\n5: (79) r0 = *(u64 *)(r1 +0)\nR1 invalid mem access 'scalar'\n");

	expect_path(l, "0 1 2 5");
	assert_int_equal(l->verdict, LOG_REJECTED);
	assert_false(l->head_lost);
	logs_free(&logs);
}

static void a_lost_beginning_is_noticed(void **state)
{
	struct logs logs = {0};
	struct log *l = read_one(&logs, "from 2 to 5: R1=9 R10=fp0\n5: (79) r0 = *(u64 *)(r1 +0)\nR1 invalid mem access 'scalar'\n");

	expect_path(l, "5");
	assert_true(l->head_lost);
	logs_free(&logs);
}

/* 6.17 and later: the state on the other side of a jump, on the jump's own line */
static void states_behind_jumps_are_split_off(void **state)
{
	struct logs logs = {0};
	struct log *l = read_one(&logs, "0: R1=ctx() R10=fp0\n0: (16) if w1 == 0x7 goto pc+3 4: R1=7 R10=fp0\n4: (95) exit\nR0 !read_ok\n");

	expect_path(l, "0 4");
	assert_true(slice_is(l->path.at[0].text, "if w1 == 0x7 goto pc+3"));
	assert_true(slice_is(l->path.at[1].before, "R1=7 R10=fp0"));
	logs_free(&logs);
}

static void source_lines_are_read(void **state)
{
	struct logs logs = {0};
	struct log *l = read_one(&logs, "0: R1=ctx() R10=fp0\n; int x = a[1]; // see @ there:x @ dir/prog.bpf.c:21\n0: (b7) r0 = 0\n"
				 "; return x;\n1: (95) exit\nR0 !read_ok\n");

	assert_true(slice_is(l->lines.at[0].text, "int x = a[1]; // see @ there:x"));
	assert_true(slice_is(l->lines.at[0].file, "dir/prog.bpf.c"));
	assert_int_equal(l->lines.at[0].line, 21);
	assert_int_equal(l->lines.at[1].file.n, 0);
	assert_int_equal(l->path.at[1].line, 1);
	logs_free(&logs);
}

/* Some kernels forget an end of line. */
static void statistics_in_a_line_are_split_off(void **state)
{
	struct logs logs = {0};
	struct log *l = read_one(&logs, "insn 3 cannot call exception cb directlyprocessed 7 insns (limit 1000000) max_states_per_insn 0\n");

	assert_int_equal(l->verdict, LOG_REJECTED);
	assert_true(l->ended);
	assert_int_equal(l->said.n, 1);
	assert_true(slice_is(l->said.at[0], "insn 3 cannot call exception cb directly"));
	logs_free(&logs);
}

/* ---- names ---- */

static void nothing(const struct values *v, uint32_t step, void *user)
{
}

static const struct {
	const char *line, *name; /* of what the line leaves in r6 */
} assignments[] = {
	{"v = f(x);", "v"},
	{"struct value *v = f(x);", "v"},
	{"const char *name = x->name, *other = y;", ""},
	{"int a = 1, b = 2;", ""},
	{"int a = f(1, 2);", "a"},
	{"x->y = f(x);", ""},
	{"*p = 5;", ""},
	{"a[i] = 5;", ""},
	{"if (a == 5)", ""},
	{"if (v = f(x))", ""},
	{"for (i = 0; i < 5; i++)", ""},
	{"a += 5;", ""},
	{"a == 5;", ""},
	{"a = 1; b = 2;", ""},
	{"return x;", ""},
	{"= 5", ""},
	{"", ""},
};

static void lines_give_names(void **state)
{
	struct values *v = malloc(sizeof(*v));

	for (size_t i = 0; i < ARRAY_LEN(assignments); i++) {
		struct logs logs = {0};
		struct text text = {0};
		const struct log *l;

		text_addf(&text, "0: R1=ctx() R10=fp0\n; %s\n0: (79) r6 = *(u64 *)(r1 +0)\n; g();\n1: (b7) r2 = 0\n2: (95) exit\nR0 !read_ok\n",
			  assignments[i].line);
		l = read_one(&logs, text.s);
		values_follow(v, l, NULL, nothing, NULL);
		if (!slice_is(values_reg(v, 6)->name, assignments[i].name))
			fail_msg("'%s' names '%.*s'", assignments[i].line, (int)values_reg(v, 6)->name.n, values_reg(v, 6)->name.s);
		text_free(&text);
		logs_free(&logs);
	}
	free(v);
}

/* Through a spill, a move and a call of a function of the program. */
static void names_are_carried_along(void **state)
{
	struct values *v = malloc(sizeof(*v));
	struct logs logs = {0};
	const struct log *l = read_one(&logs, "0: R1=ctx() R10=fp0\n; v = f();\n0: (85) call bpf_f#1     ; R0=map_value_or_null(id=1,map=m,ks=4,vs=8)\n"
				       "; g(v);\n1: (7b) *(u64 *)(r10 -8) = r0\n2: (79) r7 = *(u64 *)(r10 -8)\n3: (bf) r1 = r7\n4: (85) call pc+2\n"
				       "; return *x;\n7: frame1: R1=map_value_or_null(id=1,map=m,ks=4,vs=8) R10=fp0\n7: (79) r0 = *(u64 *)(r1 +0)\n"
				       "R1 invalid mem access 'map_value_or_null'\n");

	values_follow(v, l, NULL, nothing, NULL);
	assert_int_equal(v->depth, 1);
	assert_true(slice_is(values_reg(v, 1)->name, "v"));
	assert_int_equal(values_reg(v, 1)->origin, 0);
	assert_true(slice_is(state_map(values_reg(v, 1)->state), "m"));
	free(v);
	logs_free(&logs);
}

/* ---- the table and the rules ---- */

static void classes_name_rules_that_exist(void **state)
{
	const struct message_class *c;

	for (size_t i = 0; (c = kernel_message_class_at(i)); i++) {
		if (c->rule && rule_find(c->rule) < 0)
			fail_msg("class '%s': there is no rule '%s'", c->name, c->rule);
		if (c->call_rule && rule_find(c->call_rule) < 0)
			fail_msg("class '%s': there is no rule '%s'", c->name, c->call_rule);
		if (rule_find(c->name) >= 0 && (!c->rule || strcmp(c->rule, c->name)))
			fail_msg("class '%s' is not that of the rule with its name", c->name);
	}
}

/* ---- mangled logs ---- */

static uint32_t random_state;

static uint32_t draw(uint32_t below)
{
	random_state = random_state * 1664525 + 1013904223;
	return below ? (uint32_t)(((uint64_t)random_state * below) >> 32) : 0;
}

static void read_file(const char *path, struct text *out)
{
	FILE *f = fopen(path, "r");
	char part[4096];
	size_t n;

	assert_non_null(f);
	text_add(out, "");
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		text_addn(out, part, n);
	fclose(f);
}

static const char *const splices[] = {
	"from 2 to 5: R1=9", "\n0: (95) exit\n", "; x = y @ a.c:1\n", "4294967295: (b7) r1 = 0\n", "if r1 == 0x0 goto pc-2147483648 ", "frame15: R1=ctx()",
	"frame7: R10=fp0 R9=((((", "R1=", ": load program: ", " line(s) omitted)", "Verifier output: ", "PROCESSING a/b, DURATION", "libbpf: prog '",
	"-- BEGIN PROG LOAD LOG --\n", "\\n\\n0: (95) exit\\n", "\033[", "call pc+2147483647\n", "Validating f() func#1...\n", "\0", "insn 99999999",
	"processed 1 insns (limit 1)\n", "alloc_insn=-1", "infinite loop detected at insn 4294967295\n",
};

static void mangle(struct text *t)
{
	uint32_t at = draw((uint32_t)t->n), n = draw((uint32_t)t->n - at);
	struct text out = {0};

	switch (draw(6)) {
	case 0: /* some bytes change */
		for (uint32_t i = 0; i < 1 + draw(8); i++)
			t->s[draw((uint32_t)t->n)] = (char)draw(256);
		return;
	case 1: /* a part goes */
		memmove(t->s + at, t->s + at + n, t->n - at - n);
		t->n -= n;
		return;
	case 2: /* the end goes */
		t->n = at;
		return;
	case 3: /* a part comes twice */
		text_addn(&out, t->s, at + n);
		text_addn(&out, t->s + at, t->n - at);
		break;
	case 4: { /* something else comes in between */
		const char *s = splices[draw(ARRAY_LEN(splices))];

		text_addn(&out, t->s, at);
		text_addn(&out, s, *s ? strlen(s) : 1);
		text_addn(&out, t->s + at, t->n - at);
		break;
	}
	default: /* lines change places */
		text_addn(&out, t->s + at, t->n - at);
		text_addn(&out, t->s, at);
	}
	text_free(t);
	*t = out;
}

/* As `bpfproof explain` does; the text is copied to its exact size, so that a sanitizer sees who reads beyond it. */
static void explain(const struct text *t)
{
	char *exact = malloc(t->n ? t->n : 1);
	struct outcomes all = {0};
	struct logs logs = {0};

	memcpy(exact, t->s, t->n);
	logs_read(&logs, exact, t->n);
	for (uint32_t i = 0; i < logs.at.n; i++) {
		struct outcome *o = outcomes_add(&all);
		struct text out = {0};

		story_tell(o, &logs.at.at[i], NULL);
		report_sink("text")->print(o->report, true, &out);
		text_free(&out);
	}
	outcomes_free(&all);
	logs_free(&logs);
	free(exact);
}

static void mangled_logs_do_no_harm(void **state)
{
	enum { ROUNDS = 60, MOST_CHANGES = 6 };

	assert_true(npaths > 10);
	for (int i = 0; i < npaths; i++)
		for (uint32_t round = 0; round < ROUNDS; round++) {
			struct text t = {0};

			random_state = (uint32_t)i * 7919 + round;
			read_file(paths[i], &t);
			for (uint32_t k = 0; k < round % MOST_CHANGES && t.n; k++)
				mangle(&t);
			explain(&t);
			text_free(&t);
		}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instructions_are_read),
		cmocka_unit_test(the_path_is_cut_back),
		cmocka_unit_test(a_lost_beginning_is_noticed),
		cmocka_unit_test(states_behind_jumps_are_split_off),
		cmocka_unit_test(source_lines_are_read),
		cmocka_unit_test(statistics_in_a_line_are_split_off),
		cmocka_unit_test(lines_give_names),
		cmocka_unit_test(names_are_carried_along),
		cmocka_unit_test(classes_name_rules_that_exist),
		cmocka_unit_test(mangled_logs_do_no_harm),
	};

	paths = argv + 1;
	npaths = argc - 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
