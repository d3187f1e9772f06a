// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * body: one function, slot by slot. A register that is read is the operand that its web stands for: a temporary, a variable, a
 * constant, the frame. The stack is one local of 512 bytes, and r10 the address behind it.
 */
#include "object/web.h"

#include "kernel/kernel.h"

#include <bpf/btf.h>
#include <linux/bpf.h>
#include <stdlib.h>

enum { STACK = 512 };

static const char *const names[CODE_REGS] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10"};

struct body {
	struct lower *l;
	struct function *f;
	struct build *b;
	struct webs *w;
	struct operand *values;  /* per web; kind NONE: not yet */
	uint32_t *blocks;        /* the model's, per block */
	struct operand stack;
	uint32_t slot;           /* that is being lowered */
	const struct image_line *line; /* the place that was told last */
	bool told;
};

/* ---- registers ---- */

static const char *name_at(const struct body *y, uint32_t slot, unsigned r)
{
	return names_at(y->l->names, y->f->section, y->f->start + slot * INSN_BYTES, r);
}

/* What the source calls the value that this slot leaves in a register: debug information may take an instruction or two to say so. */
static const char *name_of(const struct body *y, uint32_t slot, unsigned r)
{
	enum { LATE = 4 };
	const char *name = NULL;

	for (uint32_t i = slot + 1; !name && i <= slot + LATE && i < y->f->n; i++) {
		name = name_at(y, i, r);
		if (code_ends(&y->f->code[i]) || (code_changes(&y->f->code[i]) >> r & 1))
			break;
	}
	return name ? name : names[r];
}

/* A copy has its own name only while the original has none but a register's. */
static void name_temp(struct body *y, struct operand temp, uint32_t slot, unsigned r)
{
	const char *name = name_of(y, slot, r), *is = y->l->u->funcs.at[y->f->func].temps.at[temp.index].name;

	if (!is || (name != names[r] && is[0] == 'r' && is[1] >= '0' && is[1] <= '9'))
		build_name(y->b, temp, name);
}

static bool is_variable(const struct web *web)
{
	return web->defs + web->is_param > 1 || web->is_undefined;
}

static struct operand *value_of(struct body *y, uint32_t web)
{
	struct operand *o = &y->values[web];
	unsigned r = y->w->info[web].reg;
	const char *name;

	if (o->kind == OPND_NONE && is_variable(&y->w->info[web])) {
		name = name_at(y, y->slot, r);
		*o = build_var(y->b, name ? name : name_of(y, y->slot, r), 0);
	}
	return o;
}

static struct operand frame(const struct body *y)
{
	struct operand o = y->stack;

	o.imm = STACK;
	return o;
}

static struct operand reg(struct body *y, unsigned r)
{
	struct operand *o;

	if (r == CODE_FRAME)
		return frame(y);
	o = value_of(y, webs_read(y->w, r));
	return o->kind == OPND_NONE ? opnd_undef() : *o;
}

/* A type that the program asks the number of is known by its name. */
static void name_record(const struct body *y, uint32_t id)
{
	type_id t = lower_type(y->l, id);
	struct type *type = &y->l->u->types.at[t];

	if (model_type_is_record(y->l->u, t) && !type->name && !type->tdef)
		type->name = intern_str(y->l->u->names, arena_printf(y->l->m->arena, "%s <unnamed %u>", type->kind == TYPE_UNION ? "union" : "struct", id));
}

/*
 * What only the loading kernel knows: does a field or type exist there, how large is it. Where the relocation is about an offset, the
 * local one stands.
 */
static bool asked(struct body *y, uint32_t slot, int64_t dflt, struct operand *o)
{
	static const uint8_t kinds[] = {
		[CORE_FIELD_SIZE] = ENV_FIELD_SIZE, [CORE_FIELD_EXISTS] = ENV_FIELD_EXISTS, [CORE_FIELD_SIGNED] = ENV_FIELD_SIGNED,
		[CORE_FIELD_LSHIFT] = ENV_FIELD_LSHIFT, [CORE_FIELD_RSHIFT] = ENV_FIELD_RSHIFT, [CORE_TYPE_ID_LOCAL] = ENV_TYPE_ID_LOCAL,
		[CORE_TYPE_ID_TARGET] = ENV_TYPE_ID_TARGET, [CORE_TYPE_EXISTS] = ENV_TYPE_EXISTS, [CORE_TYPE_SIZE] = ENV_TYPE_SIZE,
		[CORE_ENUM_EXISTS] = ENV_ENUM_EXISTS, [CORE_ENUM_VALUE] = ENV_ENUM_VALUE, [CORE_TYPE_MATCHES] = ENV_TYPE_MATCHES,
	};
	const struct image_core *core = image_core_at(y->l->m, y->f->section, y->f->start + slot * INSN_BYTES);
	const char *name;

	if (!core || core->kind == CORE_FIELD_OFFSET || core->kind >= ARRAY_LEN(kinds))
		return false;
	if (core->kind == CORE_TYPE_ID_LOCAL)
		name_record(y, core->type);
	name = model_type_name(y->l->u, lower_type(y->l, core->type));
	*o = build_env(y->b, (enum env_kind)kinds[core->kind], name ? name : "", dflt, 64, 0);
	return true;
}

static struct operand side(struct body *y, uint32_t slot, const struct code *c)
{
	struct operand o = opnd_imm(c->imm);

	if (!c->is_imm)
		return reg(y, c->src);
	if (!c->is_settled)
		asked(y, slot, c->imm, &o);
	return o;
}

/*
 * Writing a register: begin_write() before the value is built, end_write() with it. In between reads still see the old one, for the web of
 * the new one is looked up without entering it.
 */
static uint32_t web_written(struct body *y, uint32_t slot, unsigned r)
{
	uint32_t before = y->w->current[r], web = webs_write(y->w, slot, r);

	y->w->current[r] = before;
	return web;
}

static void begin_write(struct body *y, uint32_t slot, unsigned r)
{
	uint32_t web = web_written(y, slot, r);

	if (is_variable(&y->w->info[web]))
		build_into(y->b, *value_of(y, web));
}

static void end_write(struct body *y, uint32_t slot, unsigned r, struct operand v)
{
	uint32_t web = webs_write(y->w, slot, r);

	if (is_variable(&y->w->info[web]))
		return;
	y->values[web] = v;
	if (v.kind == OPND_TEMP)
		name_temp(y, v, slot, r);
}

/* A value that needs no instruction where it becomes a temporary. */
static void write_plain(struct body *y, uint32_t slot, unsigned r, struct operand v)
{
	if (is_variable(&y->w->info[web_written(y, slot, r)])) {
		begin_write(y, slot, r);
		build_un(y->b, OP_MOVE, 64, v, 0);
	}
	end_write(y, slot, r, v);
}

/* Of a copy the original may change later. */
static bool may_change(const struct body *y, unsigned r, struct operand o)
{
	return o.kind == OPND_UNDEF || (o.kind == OPND_TEMP && (is_variable(&y->w->info[webs_read(y->w, r)]) || y->w->info[webs_read(y->w, r)].is_param));
}

/* What a call takes away, as far as somebody looks at it later. */
static void take_away(struct body *y, uint32_t slot)
{
	for (unsigned r = 1; r <= 5; r++) {
		uint32_t web = webs_write(y->w, slot, r);
		struct web *info = &y->w->info[web];

		if (info->defs || info->is_param) {
			build_into(y->b, *value_of(y, web));
			build_un(y->b, OP_MOVE, 64, opnd_undef(), 0);
		}
	}
}

/* ---- places ---- */

static const struct image_line *line_of(const struct body *y, uint32_t slot)
{
	return image_line_at(y->l->m, y->f->section, y->f->start + slot * INSN_BYTES, y->f->start);
}

/* Clang puts what it relocates into a register in an instruction without a line: then the place is that of the use. */
static uint32_t slot_of_use(const struct body *y, uint32_t slot)
{
	const struct code *c = &y->f->code[slot];
	const struct image_line *line = line_of(y, slot);
	bool own = line && line->off == y->f->start + slot * INSN_BYTES && line->col;

	if (c->kind != CODE_REFUSED || own || !image_core_at(y->l->m, y->f->section, y->f->start + slot * INSN_BYTES))
		return slot;
	for (uint32_t i = slot + 1; i < y->f->n; i++) {
		const struct code *next = &y->f->code[i];

		if (code_reads(next) >> c->dst & 1)
			return i;
		if (code_ends(next) || (code_changes(next) >> c->dst & 1))
			break;
	}
	return slot;
}

static void place(struct body *y, uint32_t slot)
{
	const struct image_line *line = line_of(y, slot_of_use(y, slot));
	struct pos pos = {.file = y->l->m->path};

	if (line && line == y->line)
		return;
	y->line = line;
	if (line) {
		pos.file = line->file;
		pos.line = line->line;
		pos.col = line->col;
	} else { /* no source: the instruction's number in its function */
		pos.file = arena_printf(y->l->m->arena, "%s(%s)", y->l->m->path, y->f->name);
		pos.line = slot + 1;
	}
	build_place(y->b, &pos);
}

/* ---- instructions ---- */

static void refuse(struct body *y, const char *words)
{
	build_refused(y->b, words);
}

static void opaque(struct body *y, uint32_t slot, unsigned r, const char *why)
{
	begin_write(y, slot, r);
	end_write(y, slot, r, build_opaque(y->b, why, NULL, 0, 64, 0, 0));
}

static void alu(struct body *y, uint32_t i, const struct code *c)
{
	struct operand a = reg(y, c->dst), b = side(y, i, c);

	begin_write(y, i, c->dst);
	end_write(y, i, c->dst, build_bin(y->b, (enum op)c->op, c->width, a, b, 0));
}

static void move(struct body *y, uint32_t i, const struct code *c)
{
	struct operand v = side(y, i, c);

	if (v.kind == OPND_IMM && c->width == 32)
		v.imm = (int64_t)(uint32_t)v.imm;
	if (c->width == 32 && !c->is_imm) {
		begin_write(y, i, c->dst);
		v = build_conv(y->b, OP_TRUNC, 64, 32, v, 0);
		end_write(y, i, c->dst, v);
	} else if (!c->is_imm && may_change(y, c->src, v)) {
		begin_write(y, i, c->dst);
		end_write(y, i, c->dst, build_un(y->b, OP_MOVE, 64, v, 0));
	} else {
		write_plain(y, i, c->dst, v);
	}
}

static void extend(struct body *y, uint32_t i, const struct code *c)
{
	struct operand v = reg(y, c->src), low = build_conv(y->b, OP_TRUNC, 64, c->from, v, 0);

	begin_write(y, i, c->dst);
	end_write(y, i, c->dst, build_conv(y->b, OP_SEXT, c->from, c->width, low, 0));
}

static void swap(struct body *y, uint32_t i, const struct code *c)
{
	struct operand v = reg(y, c->dst);

	if (c->width < 64 && c->swaps)
		v = build_conv(y->b, OP_TRUNC, 64, c->width, v, 0);
	begin_write(y, i, c->dst);
	if (c->swaps)
		v = build_un(y->b, OP_BSWAP, c->width, v, 0);
	else if (c->width < 64)
		v = build_conv(y->b, OP_TRUNC, 64, c->width, v, 0);
	else
		v = build_un(y->b, OP_MOVE, 64, v, 0);
	end_write(y, i, c->dst, v);
}

static void load(struct body *y, uint32_t i, const struct code *c)
{
	struct operand from = reg(y, c->src), v;

	begin_write(y, i, c->dst);
	v = build_load(y->b, c->width, from, 0, 0);
	build_at_offset(y->b, c->off);
	if (c->is_signed)
		build_sign_extended(y->b);
	end_write(y, i, c->dst, v);
}

static void store(struct body *y, uint32_t i, const struct code *c)
{
	struct operand v = side(y, i, c), to = reg(y, c->dst);

	build_store(y->b, c->width, to, v, 0, 0);
	build_at_offset(y->b, c->off);
}

static void atomic(struct body *y, uint32_t i, const struct code *c)
{
	bool loads = c->op == ATOMIC_LOAD;
	struct operand at = reg(y, loads ? c->src : c->dst), v = loads ? opnd_none() : reg(y, c->src), expected = opnd_none(), old;
	unsigned to = c->op == ATOMIC_CMPXCHG ? 0 : loads ? c->dst : c->src;

	if (c->op == ATOMIC_CMPXCHG)
		expected = reg(y, 0);
	if (c->fetch)
		begin_write(y, i, to);
	old = build_atomic(y->b, (enum atomic_op)c->op, c->width, at, v, expected, c->fetch, 0, 0);
	build_at_offset(y->b, c->off);
	if (c->fetch)
		end_write(y, i, to, old);
}

static void wide(struct body *y, uint32_t i, const struct code *c)
{
	struct target to = lower_target(y->l, y->f, i);
	struct operand v;

	switch (to.kind) {
	case TARGET_NONE:
		v = opnd_imm(c->imm);
		if (!c->is_settled)
			asked(y, i, c->imm, &v);
		write_plain(y, i, c->dst, v);
		break;
	case TARGET_OPERAND:
		write_plain(y, i, c->dst, to.operand);
		break;
	case TARGET_FUNCTION:
		write_plain(y, i, c->dst, opnd_addr(OPND_FUNC, y->l->functions.at[to.function].func));
		break;
	default:
		opaque(y, i, c->dst, lower_is_table(y->l, y->f, i) ? "a jump table" : "an address of something that is not known");
	}
}

static void packet(struct body *y, uint32_t i, const struct code *c)
{
	struct operand context = reg(y, 6), off = side(y, i, c);

	begin_write(y, i, 0);
	end_write(y, i, 0, build_bin(y->b, OP_SKBLOAD, c->width, context, off, 0));
	take_away(y, i);
}

static void call(struct body *y, uint32_t i, const struct code *c)
{
	struct target to = lower_target(y->l, y->f, i);
	struct operand args[5], r0;
	struct instr_more more = {.callee = CALLEE_HELPER, .callee_index = (uint32_t)c->imm, .args = {args, lower_call_args(y->l, y->f, i), 5}};

	if (to.kind == TARGET_KFUNC && !strcmp(to.name, "__bpf_trap")) { /* what compilers put where control must not get to */
		refuse(y, "unexpected __bpf_trap() due to uninitialized variable?");
		return;
	}
	for (uint32_t k = 0; k < more.args.n; k++)
		args[k] = reg(y, k + 1);
	if (to.kind == TARGET_FUNCTION) {
		more.callee = CALLEE_FUNC;
		more.callee_index = y->l->functions.at[to.function].func;
	} else if (to.kind == TARGET_KFUNC) {
		more.callee = CALLEE_KFUNC;
		more.name = to.name;
	}
	begin_write(y, i, 0);
	if (to.kind == TARGET_UNKNOWN || (to.kind == TARGET_NONE && c->pseudo))
		r0 = build_opaque(y->b, "a call of something that is not known", args, more.args.n, 64, 0, INSTR_CLOBBER);
	else
		r0 = build_call(y->b, &more, 64, 0, 0);
	end_write(y, i, 0, r0);
	take_away(y, i);
}

/*
 * A may_goto counts only where it does not jump. One that jumps back, over nothing but constants, comes again with everything as it was
 * (is_state_visited()).
 */
static bool turns_on_the_spot(const struct function *f, uint32_t i)
{
	int64_t to = (int64_t)i + 1 + f->code[i].off;

	if (to > i)
		return false;
	for (int64_t k = to; k < i; k++)
		if (f->code[k].kind != CODE_WIDE && f->code[k].kind != CODE_SECOND && (f->code[k].kind != CODE_MOVE || !f->code[k].is_imm))
			return false;
	return true;
}

static void branch(struct body *y, uint32_t i, const struct code *c)
{
	uint32_t to = y->blocks[y->w->block_of[(int64_t)i + 1 + c->off]], next = i + 1 < y->f->n ? y->blocks[y->w->block_of[i + 1]] : to;
	struct operand a, v;

	if (c->kind == CODE_MAY && turns_on_the_spot(y->f, i)) {
		refuse(y, "infinite loop detected");
		return;
	}
	if (c->kind == CODE_MAY) {
		v = build_any(y->b, 8, 0);
	} else {
		a = reg(y, c->dst);
		v = build_bin(y->b, (enum op)c->op, c->width, a, side(y, i, c), 0);
	}
	build_br(y->b, v, to, next);
}

/* What not every kernel knows and no operation of the model tells. */
static void needs(struct body *y, const struct code *c)
{
	if (c->kind == CODE_ASPACE)
		build_needs(y->b, "SPACE_CASTS");
	else if (c->kind == CODE_GOTO)
		build_needs(y->b, "JUMP_TABLES");
	else if (c->is_v4)
		build_needs(y->b, c->kind == CODE_SWAP ? "BYTE_SWAPS" : "LONG_JUMPS");
}

/* To any of its table: which, the kernel leaves as open. */
static void jump_by_table(struct body *y, uint32_t i)
{
	struct operand any = build_any(y->b, 32, 0);
	VEC(struct switch_case) cases = {0};
	int64_t to;

	for (uint32_t k = 0; (to = lower_next(y->f, i, k)) >= 0; k++)
		vec_push(&cases, ((struct switch_case){k, k, y->blocks[y->w->block_of[to]]}));
	build_switch(y->b, 32, any, cases.at, cases.n - 1, cases.at[cases.n - 1].block);
	vec_free(&cases);
}

static void lower_slot(struct body *y, uint32_t i)
{
	const struct code *c = &y->f->code[i];

	needs(y, c);
	switch (c->kind) {
	case CODE_ALU: alu(y, i, c); break;
	case CODE_MOVE: move(y, i, c); break;
	case CODE_EXTEND: extend(y, i, c); break;
	case CODE_NEG: {
		struct operand v = reg(y, c->dst);

		begin_write(y, i, c->dst);
		end_write(y, i, c->dst, build_un(y->b, OP_NEG, c->width, v, 0));
		break;
	}
	case CODE_SWAP: swap(y, i, c); break;
	case CODE_LOAD: load(y, i, c); break;
	case CODE_STORE: store(y, i, c); break;
	case CODE_ATOMIC: atomic(y, i, c); break;
	case CODE_WIDE: wide(y, i, c); break;
	case CODE_SECOND: break;
	case CODE_PACKET: packet(y, i, c); break;
	case CODE_ASPACE: opaque(y, i, c->dst, "a cast between address spaces"); break;
	case CODE_JUMP: build_jmp(y->b, y->blocks[y->w->block_of[(int64_t)i + 1 + c->off]]); break;
	case CODE_BRANCH:
	case CODE_MAY: branch(y, i, c); break;
	case CODE_GOTO: jump_by_table(y, i); break;
	case CODE_CALL: call(y, i, c); break;
	case CODE_EXIT: build_ret(y->b, 64, reg(y, 0)); break;
	default: refuse(y, c->refused); break;
	}
}

/* ---- the function ---- */

static void lower_block(struct body *y, uint32_t block)
{
	const struct web_block *b = &y->w->blocks.at[block];

	webs_enter(y->w, block);
	build_at(y->b, y->blocks[block]);
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		y->slot = i;
		place(y, i);
		lower_slot(y, i);
	}
	if (build_open(y->b))
		build_jmp(y->b, y->blocks[y->w->block_of[b->first + b->n]]);
}

/* As the prototype has it, for what a program gets tells what the members of its context point to. */
static type_id param_type(const struct body *y, uint32_t k)
{
	const struct type *t = model_type(y->l->u, y->l->u->funcs.at[y->f->func].type);

	return y->f->is_program && t->kind == TYPE_FUNC && k < t->fields.n ? t->fields.at[k].type : 0;
}

/* What the function was given in r1 to r5. */
static void parameters(struct body *y)
{
	for (unsigned r = 1; r <= y->f->params; r++) {
		struct operand p = build_param(y->b, param_type(y, r - 1));
		uint32_t web;

		build_name(y->b, p, name_at(y, 0, r) ? name_at(y, 0, r) : names[r]);
		if (!y->w->blocks.n || !(y->w->blocks.at[0].live >> r & 1))
			continue;
		webs_enter(y->w, 0);
		web = webs_read(y->w, r);
		if (is_variable(&y->w->info[web])) {
			build_into(y->b, *value_of(y, web));
			build_un(y->b, OP_MOVE, 64, p, 0);
			build_implicit(y->b);
		} else {
			y->values[web] = p;
		}
	}
}

/* Blocks in an order in which a definition comes before its uses: depth first, callers of a block before it. */
static void order_blocks(const struct body *y, uint32_t *order)
{
	uint32_t n = y->w->blocks.n, depth = 0, at = n;
	struct { uint32_t block, next; } *path = calloc(n + 1, sizeof(*path));
	uint8_t *seen = calloc(n + 1, 1);

	if (!path || !seen)
		__builtin_trap();
	path[depth++].block = 0;
	seen[0] = 1;
	while (depth) {
		const struct web_block *b = &y->w->blocks.at[path[depth - 1].block];
		int64_t slot = lower_next(y->f, b->first + b->n - 1, path[depth - 1].next++);
		uint32_t to = slot < 0 ? 0 : y->w->block_of[slot];

		if (slot < 0) {
			order[--at] = path[--depth].block;
		} else if (!seen[to]) {
			seen[to] = 1;
			path[depth].block = to;
			path[depth++].next = 0;
		}
	}
	free(path);
	free(seen);
}

void lower_body(struct lower *l, struct function *f)
{
	struct body y = {.l = l, .f = f, .w = webs_find(l, f)};
	uint32_t n = y.w->blocks.n, *order;

	y.b = build_begin(l->u, f->func);
	y.stack = opnd_addr(OPND_LOCAL, build_local(y.b, &(struct local){.name = "stack", .size = STACK, .align = 8, .param = -1}));
	if (y.w->bad_slot != NO_SLOT) {
		parameters(&y);
		place(&y, y.w->bad_slot);
		if (y.w->bad_words)
			refuse(&y, y.w->bad_words);
		else
			build_ret(y.b, 64, build_opaque(y.b, "a jump to nobody knows where", NULL, 0, 64, 0, INSTR_CLOBBER));
		build_end(y.b);
		webs_free(y.w);
		return;
	}
	y.values = calloc((size_t)y.w->n + 1, sizeof(*y.values));
	y.blocks = calloc(n + 1, sizeof(*y.blocks));
	order = calloc(n + 1, sizeof(*order));
	if (!y.values || !y.blocks || !order)
		__builtin_trap();
	place(&y, 0);
	parameters(&y);
	for (uint32_t b = 0; b < n; b++)
		y.blocks[b] = build_block(y.b, NULL);
	build_jmp(y.b, y.blocks[0]);
	order_blocks(&y, order);
	for (uint32_t k = 0; k < n; k++)
		lower_block(&y, order[k]);
	build_end(y.b);
	webs_free(y.w);
	free(order);
	free(y.blocks);
	free(y.values);
}
