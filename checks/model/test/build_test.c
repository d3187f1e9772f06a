// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* build: what front ends do, and the text that comes out; the order in which they go about it leaves no trace. */
#include "model_test.h"

static void expect_func(struct unit *u, uint32_t func, const char *expected)
{
	struct text t = {0};
	const char *error = model_validate(u), *at;

	if (error)
		fail_msg("%s", error);
	model_print(u, &t);
	at = strstr(t.s, "func @");
	for (uint32_t i = 0; i < func && at; i++)
		at = strstr(at + 1, "func @");
	assert_non_null(at);
	if (strncmp(at, expected, strlen(expected))) {
		fprintf(stderr, "%s", at);
		fail();
	}
	text_free(&t);
}

/* Blocks made and filled out of order; code behind a return; a block that nothing leads to; one without an end. */
static void test_layout(void **state)
{
	struct unit *u = model_unit_new();
	uint32_t f = model_func_add(u, &(struct func){.name = "f"});
	struct build *b = build_begin(u, f);
	uint32_t end = build_block(b, "end"), body = build_block(b, "body"), head = build_block(b, "head");
	uint32_t lost = build_block(b, "lost"), open = build_block(b, NULL);
	struct operand x = build_param(b, 0), early, late;

	early = build_bin(b, OP_ADD, 64, x, opnd_imm(1), 0);
	build_at(b, end);
	build_ret(b, 64, early);
	assert_false(build_open(b));
	late = build_bin(b, OP_ADD, 64, early, opnd_imm(2), 0); /* behind the return: unreachable */
	assert_true(build_open(b));
	build_jmp(b, body);
	build_at(b, body);
	build_bin(b, OP_SUB, 64, late, opnd_imm(3), 0); /* no path assigns `late` */
	build_jmp(b, head);
	build_at(b, head);
	build_switch(b, 64, x, (struct switch_case[]){{1, 1, body}, {2, 9, open}}, 2, end);
	build_at(b, lost);
	build_jmp(b, head);
	build_at(b, 0);
	build_br(b, x, head, end);
	build_end(b);
	assert_int_equal(u->funcs.at[f].temps.n, 3);
	expect_func(u, 0,
		    "func @f global\n"
		    "\tparam %0\n"
		    ".b0 \"entry\":\n"
		    "\t%1 = add.64 %0, 1\n"
		    "\tbr %0, .b1, .b4\n"
		    ".b1 \"head\":\n"
		    "\tswitch.64 %0, 1: .b2, 2..9: .b3, default: .b4\n"
		    ".b2 \"body\":\n"
		    "\t%2 = sub.64 undef, 3\n"
		    "\tjmp .b1\n"
		    ".b3:\n"
		    "\tunreachable\n"
		    ".b4 \"end\":\n"
		    "\tret.64 %1\n"
		    "end\n");
	model_unit_free(u);
}

/* What is handed to the builder stays the caller's. */
static void test_calls(void **state)
{
	struct unit *u = model_unit_new();
	char name[] = "bpf_kfunc", why[] = "asm";
	struct instr_more call = {.callee = CALLEE_KFUNC, .name = name};
	uint32_t f = model_func_add(u, &(struct func){.name = "f"}), g;
	struct build *b = build_begin(u, f), *c;
	uint32_t l = build_local(b, &(struct local){.name = "x", .size = 4, .align = 4, .param = -1});
	struct operand r, in[] = {opnd_imm(4), opnd_undef()};
	struct pos pos = {.file = "a.c", .line = 3, .col = 4, .end_line = 3, .end_col = 9, .macro = name};

	vec_push(&call.args, opnd_addr(OPND_LOCAL, l));
	vec_push(&call.args, opnd_imm(7));
	build_place(b, &pos);
	r = build_call(b, &call, 64, 0, 0);
	vec_free(&call.args);
	build_place(b, NULL);
	assert_int_equal(build_call(b, &(struct instr_more){.callee = CALLEE_INDIRECT, .target = r}, 0, 0, 0).kind, OPND_NONE);
	g = model_func_add(u, &(struct func){.name = "g"}); /* the unit may grow meanwhile */
	c = build_begin(u, g);
	build_ret(c, 0, opnd_none());
	build_end(c);
	build_opaque(b, why, in, 2, 0, 0, INSTR_CLOBBER);
	build_atomic(b, ATOMIC_CMPXCHG, 32, opnd_addr(OPND_LOCAL, l), opnd_imm(1), opnd_imm(0), true, 0, 0);
	build_goto(b, r, (uint32_t[]){0, 0}, 2);
	build_end(b);
	memset(name, 'x', sizeof(name) - 1);
	memset(why, 'x', sizeof(why) - 1);
	in[0] = opnd_none();
	expect_func(u, 0,
		    "func @f global\n"
		    "\tlocal $x size 4 align 4\n"
		    ".b0 \"entry\":\n"
		    "\t%0 = call.64 kfunc \"bpf_kfunc\" ($x, 7) ; a.c:3:4-9 in \"bpf_kfunc\"\n"
		    "\tcall indirect %0 ()\n"
		    "\topaque \"asm\" (4, undef) !clobber\n"
		    "\t%1 = atomic.32 cmpxchg $x, 1, 0\n"
		    "\tgoto %0, .b0, .b0\n"
		    "end\n");
	model_unit_free(u);
}

static void test_cancel(void **state)
{
	struct unit *u = model_unit_new();
	uint32_t f = model_func_add(u, &(struct func){.name = "f"});
	struct build *b = build_begin(u, f);

	build_param(b, 0);
	build_local(b, &(struct local){.name = "x", .param = -1});
	build_ret(b, 64, opnd_imm(0));
	build_cancel(b);
	expect_func(u, 0, "func @f global\nend\n");
	b = build_begin(u, f);
	build_ret(b, 64, opnd_imm(0));
	build_end(b);
	expect_func(u, 0, "func @f global\n.b0 \"entry\":\n\tret.64 0\nend\n");
	model_unit_free(u);
}

static void test_unit(void **state)
{
	struct unit *u = model_unit_new();
	struct type record = {.kind = TYPE_STRUCT, .name = "struct list", .size = 8, .align = 8}, ptr = {.kind = TYPE_PTR, .size = 8, .align = 8};
	type_id id = model_type_reserve(u);
	struct pos pos = {.file = "a.c", .line = 1};
	uint32_t place;

	ptr.elem = id;
	vec_push(&record.fields, (struct field){.name = "next", .type = model_type_add(u, &ptr)});
	model_type_set(u, id, &record);
	assert_ptr_equal(model_type(u, id)->name, intern_str(u->names, "struct list"));
	assert_int_equal(model_type_find(u, "struct list"), id);
	place = model_place_add(u, &pos);
	assert_int_equal(model_place_add(u, &pos), place);
	pos.handle = 5;
	assert_int_not_equal(model_place_add(u, &pos), place);
	assert_int_equal(model_place_add(u, NULL), 0);
	assert_int_equal(model_place_add(u, &(struct pos){0}), 0);
	model_map_add(u, &(struct map){.name = "m", .inner = -1});
	model_global_add(u, &(struct global){.name = "g", .size = 4, .has_init = true, .init = (const uint8_t *)"abc"});
	assert_string_equal((const char *)u->globals.at[0].init, "abc");
	assert_null(model_validate(u));
	model_unit_free(u);
	model_unit_free(NULL);
}

/* Variables keep one number, however often they are assigned, also where no path assigns them. */
static void test_variables(void **state)
{
	struct unit *u = model_unit_new();
	uint32_t f = model_func_add(u, &(struct func){.name = "f"}), then, end;
	struct operand x, r0, r9, v;
	struct build *b;

	u->final = true;
	b = build_begin(u, f);
	then = build_block(b, NULL);
	end = build_block(b, NULL);
	r9 = build_var(b, "r9", 0);
	r0 = build_var(b, "r0", 0);
	x = build_param(b, 0);
	build_into(b, r0);
	v = build_load(b, 32, x, 0, 0);
	build_at_offset(b, 16);
	assert_int_equal(v.index, r0.index);
	build_br(b, r0, then, end);
	build_at(b, then);
	build_into(b, r0);
	build_un(b, OP_MOVE, 64, opnd_imm(1), 0);
	build_jmp(b, end);
	build_at(b, end);
	build_bin(b, OP_ADD, 64, r0, r9, 0);
	build_ret(b, 64, r0);
	build_end(b);
	model_usage(u);
	assert_int_equal(u->funcs.at[f].slot[u->funcs.at[f].temps.n - 1], NO_TEMP);
	assert_int_equal(u->funcs.at[f].instrs.at[4].flags & INSTR_DEAD, 0);
	expect_func(u, 0,
		    "func @f global\n"
		    "\tparam %0\n"
		    "\tvar %1 \"r9\"\n"
		    "\tvar %2 \"r0\"\n"
		    ".b0 \"entry\":\n"
		    "\t%2 = load.32 %0, 16\n"
		    "\tbr %2, .b1, .b2\n"
		    ".b1:\n"
		    "\t%2 = move.64 1\n"
		    "\tjmp .b2\n"
		    ".b2:\n"
		    "\t%3 = add.64 %2, %1\n"
		    "\tret.64 %2\n"
		    "end\n");
	model_unit_free(u);
}

/* A long function: linear, or this takes minutes. */
static void test_large(void **state)
{
	struct unit *u = model_unit_new();
	uint32_t f = model_func_add(u, &(struct func){.name = "f"});
	struct build *b = build_begin(u, f);
	uint32_t l = build_local(b, &(struct local){.name = "x", .size = 8, .align = 8, .param = -1});
	struct text t = {0};

	for (int i = 0; i < 30000; i++) {
		uint32_t then = build_block(b, NULL), end = build_block(b, NULL);
		struct operand v = build_load(b, 64, opnd_addr(OPND_LOCAL, l), 0, 0);

		build_br(b, build_bin(b, OP_NE, 64, v, opnd_imm(i), 0), then, end);
		build_at(b, then);
		build_store(b, 64, opnd_addr(OPND_LOCAL, l), build_bin(b, OP_ADD, 64, v, opnd_imm(1), 0), 0, 0);
		build_jmp(b, end);
		build_at(b, end);
	}
	build_ret(b, 64, build_load(b, 64, opnd_addr(OPND_LOCAL, l), 0, 0));
	build_end(b);
	assert_null(model_validate(u));
	model_usage(u);
	assert_int_equal(u->funcs.at[f].blocks.n, 60001);
	model_print(u, &t);
	model_unit_free(u);
	u = must_read(t.s);
	text_free(&t);
	model_unit_free(u);
}

const struct CMUnitTest build_tests[] = {
	cmocka_unit_test(test_layout), cmocka_unit_test(test_calls), cmocka_unit_test(test_cancel), cmocka_unit_test(test_unit),
	cmocka_unit_test(test_variables), cmocka_unit_test(test_large),
};
const size_t build_tests_n = ARRAY_LEN(build_tests);
