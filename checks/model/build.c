// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * build: how a front end writes one function body. While it writes, every block has a growing list of its own, so
 * that a front end may go back and forth between blocks. The layout at the end (layout.c) puts what can be reached
 * into one array. Nothing is folded or simplified here: the machine shall see what the user wrote.
 */
#include "model/build.h"

#include <stdlib.h>

static struct func *func_of(const struct build *b)
{
	return &b->u->funcs.at[b->func];
}

struct build *build_begin(struct unit *u, uint32_t func)
{
	struct build *b = calloc(1, sizeof(*b));

	if (!b)
		__builtin_trap();
	b->u = u;
	b->func = func;
	b->into = NO_TEMP;
	build_at(b, build_block(b, "entry"));
	return b;
}

static void free_build(struct build *b)
{
	for (uint32_t i = 0; i < b->blocks.n; i++)
		vec_free(&b->blocks.at[i].instrs);
	vec_free(&b->blocks);
	free(b);
}

void build_end(struct build *b)
{
	build_layout(b);
	free_build(b);
}

void build_cancel(struct build *b)
{
	struct func *f = func_of(b);

	vec_free(&f->params);
	vec_free(&f->temps);
	vec_free(&f->locals);
	free_build(b);
}

uint32_t build_block(struct build *b, const char *name)
{
	vec_push(&b->blocks, (struct body){.name = intern_str(b->u->names, name)});
	return b->blocks.n - 1;
}

void build_at(struct build *b, uint32_t block)
{
	b->current = block;
}

bool build_open(const struct build *b)
{
	return !b->blocks.at[b->current].closed;
}

void build_place(struct build *b, const struct pos *p)
{
	b->place = model_place_add(b->u, p);
}

uint32_t build_local(struct build *b, const struct local *l)
{
	struct func *f = func_of(b);
	struct local own = *l;

	own.name = intern_str(b->u->names, own.name);
	own.pos.file = intern_str(b->u->names, own.pos.file);
	own.pos.macro = intern_str(b->u->names, own.pos.macro);
	vec_push(&f->locals, own);
	return f->locals.n - 1;
}

static uint32_t new_temp(struct build *b, type_id t)
{
	struct func *f = func_of(b);

	vec_push(&f->temps, (struct temp){.type = t, .def = NO_INSTR});
	return f->temps.n - 1;
}

struct operand build_param(struct build *b, type_id t)
{
	uint32_t temp = new_temp(b, t);

	vec_push(&func_of(b)->params, temp);
	return opnd_temp(temp);
}

struct operand build_var(struct build *b, const char *name, type_id t)
{
	uint32_t temp = new_temp(b, t);

	func_of(b)->temps.at[temp].is_var = true;
	func_of(b)->temps.at[temp].name = intern_str(b->u->names, name);
	return opnd_temp(temp);
}

void build_into(struct build *b, struct operand var)
{
	b->into = var.index;
}

void build_name(struct build *b, struct operand temp, const char *name)
{
	func_of(b)->temps.at[temp.index].name = intern_str(b->u->names, name);
}

/* Appends `i`; behind a terminator it opens a block that nothing leads to. */
static void append(struct build *b, struct instr i)
{
	struct body *body;

	if (!build_open(b))
		build_at(b, build_block(b, NULL));
	body = &b->blocks.at[b->current];
	i.pos = b->place;
	vec_push(&body->instrs, i);
	body->closed = op_info[i.op].flags & OP_ENDS;
}

static void effect(struct build *b, struct instr i)
{
	i.dst = NO_TEMP;
	append(b, i);
}

static struct operand value(struct build *b, struct instr i, type_id t)
{
	i.dst = b->into == NO_TEMP ? new_temp(b, t) : b->into;
	b->into = NO_TEMP;
	append(b, i);
	return opnd_temp(i.dst);
}

static struct instr_more *new_more(struct build *b)
{
	return arena_alloc(b->u->arena, sizeof(struct instr_more));
}

static void copy_args(struct build *b, struct instr_more *more, const struct operand *args, uint32_t n)
{
	if (!n)
		return;
	more->args.at = arena_copy(b->u->arena, args, n * sizeof(*args));
	more->args.n = more->args.cap = n;
}

static struct switch_case *new_cases(struct build *b, struct instr_more *more, uint32_t n)
{
	more->cases.at = arena_alloc(b->u->arena, n * sizeof(*more->cases.at));
	more->cases.n = more->cases.cap = n;
	return more->cases.at;
}

struct operand build_bin(struct build *b, enum op op, unsigned width, struct operand x, struct operand y, type_id t)
{
	return value(b, (struct instr){.op = op, .width = width, .a = x, .b = y, .type = t}, t);
}

struct operand build_un(struct build *b, enum op op, unsigned width, struct operand x, type_id t)
{
	return value(b, (struct instr){.op = op, .width = width, .a = x, .type = t}, t);
}

struct operand build_conv(struct build *b, enum op op, unsigned from, unsigned to, struct operand x, type_id t)
{
	return value(b, (struct instr){.op = op, .width = to, .from = from, .a = x, .type = t}, t);
}

struct operand build_ptradd(struct build *b, struct operand base, struct operand bytes, type_id elem, type_id t)
{
	return value(b, (struct instr){.op = OP_PTRADD, .width = 64, .a = base, .b = bytes, .type = elem}, t);
}

struct operand build_field(struct build *b, struct operand base, int64_t off, type_id record, const char *member,
			   type_id t)
{
	struct instr_more *more = NULL;

	if (member) {
		more = new_more(b);
		more->name = intern_str(b->u->names, member);
	}
	return value(b, (struct instr){.op = OP_FIELD, .width = 64, .a = base, .imm = off, .type = record, .more = more}, t);
}

struct operand build_cast(struct build *b, enum op op, struct operand x, type_id t, unsigned flags)
{
	return value(b, (struct instr){.op = op, .width = 64, .flags = flags, .a = x, .type = t}, t);
}

struct operand build_load(struct build *b, unsigned width, struct operand addr, type_id t, unsigned flags)
{
	return value(b, (struct instr){.op = OP_LOAD, .width = width, .flags = flags, .a = addr, .type = t}, t);
}

void build_store(struct build *b, unsigned width, struct operand addr, struct operand v, type_id t, unsigned flags)
{
	effect(b, (struct instr){.op = OP_STORE, .width = width, .flags = flags, .a = addr, .b = v, .type = t});
}

void build_at_offset(struct build *b, int64_t off)
{
	struct body *body = &b->blocks.at[b->current];

	body->instrs.at[body->instrs.n - 1].imm = off;
}

void build_sign_extended(struct build *b)
{
	struct body *body = &b->blocks.at[b->current];

	body->instrs.at[body->instrs.n - 1].from = 64;
}

void build_volatile(struct build *b)
{
	struct body *body = &b->blocks.at[b->current];

	body->instrs.at[body->instrs.n - 1].flags |= INSTR_VOLATILE;
}

void build_implicit(struct build *b)
{
	struct body *body = &b->blocks.at[b->current];

	body->instrs.at[body->instrs.n - 1].flags |= INSTR_IMPLICIT;
}

void build_copy(struct build *b, enum op op, struct operand to, struct operand from, int64_t bytes, unsigned flags)
{
	effect(b, (struct instr){.op = op, .flags = flags, .a = to, .b = from, .imm = bytes});
}

void build_fill(struct build *b, struct operand to, struct operand byte, int64_t bytes, unsigned flags)
{
	effect(b, (struct instr){.op = OP_MEMSET, .flags = flags, .a = to, .b = byte, .imm = bytes});
}

struct operand build_memcmp(struct build *b, struct operand x, struct operand y, int64_t bytes, type_id t)
{
	return value(b, (struct instr){.op = OP_MEMCMP, .width = 32, .a = x, .b = y, .imm = bytes, .type = t}, t);
}

struct operand build_atomic(struct build *b, enum atomic_op op, unsigned width, struct operand addr, struct operand v,
			    struct operand expected, bool result, type_id t, unsigned flags)
{
	struct instr i = {.op = OP_ATOMIC, .width = width, .from = op, .flags = flags, .a = addr, .b = v, .c = expected, .type = t};

	if (result)
		return value(b, i, t);
	effect(b, i);
	return opnd_none();
}

struct operand build_call(struct build *b, const struct instr_more *call, unsigned width, type_id result, unsigned flags)
{
	struct instr_more *more = new_more(b);
	struct instr i = {.op = OP_CALL, .width = width, .flags = flags, .type = result, .more = more};

	more->callee = call->callee;
	more->callee_index = call->callee_index;
	more->name = intern_str(b->u->names, call->name);
	more->target = call->target;
	more->func_type = call->func_type;
	copy_args(b, more, call->args.at, call->args.n);
	if (width)
		return value(b, i, result);
	effect(b, i);
	return opnd_none();
}

struct operand build_constant_p(struct build *b, struct operand of, unsigned width, type_id t)
{
	struct instr_more *more = new_more(b);

	more->name = intern_str(b->u->names, "");
	copy_args(b, more, &of, of.kind != OPND_NONE);
	return value(b, (struct instr){.op = OP_ENV, .width = width, .from = ENV_CONSTANT_P, .type = t, .more = more}, t);
}

struct operand build_env(struct build *b, enum env_kind kind, const char *what, int64_t dflt, unsigned width, type_id t)
{
	struct instr_more *more = new_more(b);

	more->name = intern_str(b->u->names, what);
	return value(b, (struct instr){.op = OP_ENV, .width = width, .from = kind, .imm = dflt, .type = t, .more = more}, t);
}

struct operand build_any(struct build *b, unsigned width, type_id t)
{
	return value(b, (struct instr){.op = OP_ANY, .width = width, .type = t}, t);
}

void build_refused(struct build *b, const char *kernel)
{
	struct instr_more *more = new_more(b);

	more->name = intern_str(b->u->names, kernel);
	effect(b, (struct instr){.op = OP_REFUSED, .more = more});
}

void build_needs(struct build *b, const char *feature)
{
	struct instr_more *more = new_more(b);

	more->name = intern_str(b->u->names, feature);
	effect(b, (struct instr){.op = OP_NEEDS, .more = more});
}

struct operand build_opaque(struct build *b, const char *why, const struct operand *in, unsigned n, unsigned width,
			    type_id t, unsigned flags)
{
	struct instr_more *more = new_more(b);
	struct instr i = {.op = OP_OPAQUE, .width = width, .flags = flags, .type = t, .more = more};

	more->name = intern_str(b->u->names, why);
	copy_args(b, more, in, n);
	if (width)
		return value(b, i, t);
	effect(b, i);
	return opnd_none();
}

void build_decl(struct build *b, uint32_t local)
{
	effect(b, (struct instr){.op = OP_DECL, .a = opnd_addr(OPND_LOCAL, local)});
}

void build_br(struct build *b, struct operand cond, uint32_t then, uint32_t otherwise)
{
	effect(b, (struct instr){.op = OP_BR, .a = cond, .to = {then, otherwise}});
}

void build_jmp(struct build *b, uint32_t to)
{
	effect(b, (struct instr){.op = OP_JMP, .to = {to}});
}

void build_switch(struct build *b, unsigned width, struct operand v, const struct switch_case *cases, uint32_t n,
		  uint32_t dflt)
{
	struct instr_more *more = new_more(b);

	if (n)
		memcpy(new_cases(b, more, n), cases, n * sizeof(*cases));
	effect(b, (struct instr){.op = OP_SWITCH, .width = width, .a = v, .to = {dflt}, .more = more});
}

void build_goto(struct build *b, struct operand v, const uint32_t *blocks, uint32_t n)
{
	struct instr_more *more = new_more(b);
	struct switch_case *cases = n ? new_cases(b, more, n) : NULL;

	for (uint32_t k = 0; k < n; k++)
		cases[k].block = blocks[k];
	effect(b, (struct instr){.op = OP_GOTO, .a = v, .more = more});
}

void build_ret(struct build *b, unsigned width, struct operand v)
{
	effect(b, (struct instr){.op = OP_RET, .width = width, .a = v});
}

void build_unreachable(struct build *b)
{
	effect(b, (struct instr){.op = OP_UNREACHABLE});
}
