// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * validate_instr: the rules for one instruction. What a shape must have is a table; a few shapes have a rule of
 * their own besides.
 */
#include "kernel/kernel.h"
#include "model/validate.h"

enum need { NO, YES, MAYBE };
enum width_rule { WIDTH_NONE, WIDTH_ANY, WIDTH_64, WIDTH_32, WIDTH_WITH_DST, WIDTH_WITH_A };

struct shape_rule {
	uint8_t dst, a, b, c, more; /* enum need */
	uint8_t width;              /* enum width_rule */
};

static const struct shape_rule rules[SHAPE_NONE + 1] = {
	[SHAPE_BIN] = {YES, YES, YES, NO, NO, WIDTH_ANY},
	[SHAPE_CMP] = {YES, YES, YES, NO, NO, WIDTH_ANY},
	[SHAPE_UN] = {YES, YES, NO, NO, NO, WIDTH_ANY},
	[SHAPE_CONV] = {YES, YES, NO, NO, NO, WIDTH_ANY},
	[SHAPE_PTR] = {YES, YES, YES, NO, NO, WIDTH_64},
	[SHAPE_FIELD] = {YES, YES, NO, NO, MAYBE, WIDTH_64},
	[SHAPE_CAST] = {YES, YES, NO, NO, NO, WIDTH_64},
	[SHAPE_LOAD] = {YES, YES, NO, NO, NO, WIDTH_ANY},
	[SHAPE_STORE] = {NO, YES, YES, NO, NO, WIDTH_ANY},
	[SHAPE_COPY] = {NO, YES, YES, NO, NO, WIDTH_NONE},
	[SHAPE_FILL] = {NO, YES, YES, NO, NO, WIDTH_NONE},
	[SHAPE_COMPARE] = {YES, YES, YES, NO, NO, WIDTH_32},
	[SHAPE_ATOMIC] = {MAYBE, YES, MAYBE, MAYBE, NO, WIDTH_ANY},
	[SHAPE_CALL] = {MAYBE, NO, NO, NO, YES, WIDTH_WITH_DST},
	[SHAPE_ENV] = {YES, NO, NO, NO, YES, WIDTH_ANY},
	[SHAPE_ANY] = {YES, NO, NO, NO, NO, WIDTH_ANY},
	[SHAPE_OPAQUE] = {MAYBE, NO, NO, NO, YES, WIDTH_WITH_DST},
	[SHAPE_NEEDS] = {NO, NO, NO, NO, YES, WIDTH_NONE},
	[SHAPE_LOCAL] = {NO, YES, NO, NO, NO, WIDTH_NONE},
	[SHAPE_BR] = {NO, YES, NO, NO, NO, WIDTH_NONE},
	[SHAPE_JMP] = {NO, NO, NO, NO, NO, WIDTH_NONE},
	[SHAPE_SWITCH] = {NO, YES, NO, NO, MAYBE, WIDTH_ANY},
	[SHAPE_GOTO] = {NO, YES, NO, NO, MAYBE, WIDTH_NONE},
	[SHAPE_RET] = {NO, MAYBE, NO, NO, NO, WIDTH_WITH_A},
	[SHAPE_NONE] = {NO, NO, NO, NO, NO, WIDTH_NONE},
};

static bool is_width(unsigned width)
{
	return width == 8 || width == 16 || width == 32 || width == 64;
}

static bool check_width(struct validator *v, const struct instr *i)
{
	bool wanted;

	switch ((enum width_rule)rules[op_info[i->op].shape].width) {
	case WIDTH_64:
		return i->width == 64 || broken(v, "width is %u, not 64", i->width);
	case WIDTH_32:
		return i->width == 32 || broken(v, "width is %u, not 32", i->width);
	case WIDTH_WITH_DST:
		wanted = i->dst != NO_TEMP;
		break;
	case WIDTH_WITH_A:
		wanted = i->a.kind != OPND_NONE;
		break;
	case WIDTH_ANY:
		wanted = true;
		break;
	default:
		wanted = false;
	}
	if (!wanted)
		return !i->width || broken(v, "has a width, but no value");
	return is_width(i->width) || broken(v, "width %u is not 8, 16, 32 or 64", i->width);
}

static bool check_index(struct validator *v, const char *what, uint32_t index, uint32_t n)
{
	return index < n || broken(v, "%s %u of %u", what, index, n);
}

static bool check_operand(struct validator *v, const struct func *f, const struct operand *o)
{
	switch (o->kind) {
	case OPND_NONE:
	case OPND_IMM:
	case OPND_UNDEF:
		return true;
	case OPND_TEMP:
		return check_index(v, "temporary", o->index, f->temps.n);
	case OPND_LOCAL:
		return check_index(v, "local", o->index, f->locals.n);
	case OPND_GLOBAL:
		return check_index(v, "global", o->index, v->u->globals.n);
	case OPND_MAP:
		if (o->imm)
			return broken(v, "address inside a map");
		return check_index(v, "map", o->index, v->u->maps.n);
	case OPND_FUNC:
		if (o->imm)
			return broken(v, "address inside a function");
		return check_index(v, "function", o->index, v->u->funcs.n);
	}
	return broken(v, "unknown kind of operand");
}

static bool check_need(struct validator *v, enum need need, bool there, const char *what)
{
	if (need == YES && !there)
		return broken(v, "%s is missing", what);
	if (need == NO && there)
		return broken(v, "%s has no meaning here", what);
	return true;
}

static bool check_operands(struct validator *v, const struct func *f, const struct instr *i)
{
	const struct shape_rule *rule = &rules[op_info[i->op].shape];
	const struct operand *o;

	if (!check_need(v, rule->a, i->a.kind != OPND_NONE, "first operand") ||
	    !check_need(v, rule->b, i->b.kind != OPND_NONE, "second operand") ||
	    !check_need(v, rule->c, i->c.kind != OPND_NONE, "third operand") ||
	    !check_need(v, rule->more, i->more != NULL, "the rest of the instruction"))
		return false;
	for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
		if (!check_operand(v, f, o))
			return false;
		if (k >= 4 && o->kind == OPND_NONE)
			return broken(v, "argument %u is missing", k - 4);
	}
	return true;
}

static bool check_dst(struct validator *v, const struct func *f, uint32_t index)
{
	const struct instr *i = &f->instrs.at[index];

	if (!check_need(v, rules[op_info[i->op].shape].dst, i->dst != NO_TEMP, "result"))
		return false;
	if (i->dst == NO_TEMP)
		return true;
	if (!check_index(v, "result is temporary", i->dst, f->temps.n))
		return false;
	if (f->temps.at[i->dst].def != index && !f->temps.at[i->dst].is_var)
		return broken(v, "%%%u is assigned twice", i->dst);
	return true;
}

static bool check_targets(struct validator *v, const struct func *f, const struct instr *i)
{
	uint64_t most = i->width >= 64 ? UINT64_MAX : (UINT64_C(1) << i->width) - 1;
	uint32_t to;

	for (uint32_t k = 0; (to = model_successor(i, k)) != NO_BLOCK; k++)
		if (!check_index(v, "goes to block", to, f->blocks.n))
			return false;
	if (i->op == OP_BR && (i->to[0] == NO_BLOCK || i->to[1] == NO_BLOCK))
		return broken(v, "goes nowhere");
	if ((i->op == OP_JMP || i->op == OP_SWITCH) && i->to[0] == NO_BLOCK)
		return broken(v, "goes nowhere");
	for (uint32_t k = 0; i->op == OP_SWITCH && i->more && k < i->more->cases.n; k++) {
		const struct switch_case *c = &i->more->cases.at[k];

		if (c->lo > c->hi || c->hi > most)
			return broken(v, "case %u is no range of %u bits", k, i->width);
	}
	for (uint32_t k = 0; i->more && k < i->more->cases.n; k++)
		if (!check_index(v, "goes to block", i->more->cases.at[k].block, f->blocks.n))
			return false;
	return true;
}

static bool check_conversion(struct validator *v, const struct instr *i)
{
	if (!is_width(i->from))
		return broken(v, "width %u is not 8, 16, 32 or 64", i->from);
	if (i->op == OP_TRUNC ? i->from <= i->width : i->from >= i->width)
		return broken(v, "from %u to %u bits is the wrong way round", i->from, i->width);
	return true;
}

static bool check_atomic(struct validator *v, const struct instr *i)
{
	if (i->from >= ATOMIC_OPS)
		return broken(v, "unknown atomic operation");
	if ((i->from == ATOMIC_CMPXCHG) != (i->c.kind != OPND_NONE))
		return broken(v, "cmpxchg, and nothing else, has three operands");
	if ((i->from == ATOMIC_LOAD) != (i->b.kind == OPND_NONE))
		return broken(v, "load, and nothing else, has one operand");
	return true;
}

static bool check_call(struct validator *v, const struct instr *i)
{
	switch (i->more->callee) {
	case CALLEE_FUNC:
		return check_index(v, "calls function", i->more->callee_index, v->u->funcs.n);
	case CALLEE_HELPER:
		return true;
	case CALLEE_KFUNC:
		return i->more->name || broken(v, "calls a kfunc without a name");
	case CALLEE_INDIRECT:
		return i->more->target.kind != OPND_NONE || broken(v, "calls nothing");
	}
	return broken(v, "unknown kind of callee");
}

/* Rules that only one shape has. */
static bool check_shape(struct validator *v, const struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_CONV:
		return check_conversion(v, i);
	case SHAPE_COPY:
	case SHAPE_FILL:
	case SHAPE_COMPARE:
		return i->imm >= 0 || broken(v, "a negative number of bytes");
	case SHAPE_ATOMIC:
		return check_atomic(v, i);
	case SHAPE_CALL:
		return (i->more->func_type < v->u->types.n || broken(v, "the callee's type is out of range")) && check_call(v, i);
	case SHAPE_ENV:
		return i->from < ENV_KINDS || broken(v, "unknown question");
	case SHAPE_LOAD:
		return !i->from || (i->from == 64 && i->width < 64) || broken(v, "sign-extended from %u to %u bits", i->width, i->from);
	case SHAPE_OPAQUE:
		return i->op != OP_REFUSED || (i->dst == NO_TEMP && i->more->name) || broken(v, "refuses without words, or gives a value");
	case SHAPE_NEEDS:
		return (i->more->name && kernel_feature_named(i->more->name) < KERNEL_FEATURES) || broken(v, "no feature of that name");
	case SHAPE_LOCAL:
		return (i->a.kind == OPND_LOCAL && !i->a.imm) || broken(v, "declares what is no local");
	case SHAPE_UN:
		return i->op != OP_BSWAP || i->width > 8 || broken(v, "one byte cannot be swapped");
	default:
		return true;
	}
}

static bool check_rules(struct validator *v, const struct func *f, uint32_t index, bool last)
{
	const struct instr *i = &f->instrs.at[index];
	bool ends;

	if (i->op >= OP_COUNT)
		return broken(v, "unknown operation %u", i->op);
	ends = op_info[i->op].flags & OP_ENDS;
	if (ends != last)
		return broken(v, last ? "the block does not end in a terminator" : "a terminator in the middle of a block");
	if (i->type >= v->u->types.n || i->pos >= v->u->places.n)
		return broken(v, "type or position is out of range");
	return check_operands(v, f, i) && check_dst(v, f, index) && check_width(v, i) && check_targets(v, f, i) &&
	       check_shape(v, i);
}

bool check_instr(struct validator *v, const struct func *f, uint32_t index, bool last_of_block)
{
	struct text t = {0};

	v->where = WHERE_UNIT;
	if (check_rules(v, f, index, last_of_block)) {
		v->where = WHERE_FUNC;
		return true;
	}
	v->where = WHERE_FUNC;
	model_print_instr(v->u, f, &f->instrs.at[index], &t);
	v->message = arena_printf(v->u->arena, "%s, instruction %u `%s`: %s", validator_where(v), index, t.s, v->message);
	text_free(&t);
	return false;
}
