// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* print_instr: one instruction as text, by shape; ops.def says what each looks like. */
#include "kernel/kernel.h"
#include "model/bir.h"

#include <inttypes.h>

void print_string(struct text *out, const char *s)
{
	text_add(out, "\"");
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			text_addf(out, "\\%c", c);
		else if (c == '\n')
			text_add(out, "\\n");
		else if (c == '\t')
			text_add(out, "\\t");
		else if (c < 0x20 || c == 0x7f)
			text_addf(out, "\\x%02x", c);
		else
			text_addn(out, s, 1);
	}
	text_add(out, "\"");
}

/* Labels where a whole unit is printed, names otherwise; models that are not valid print, too. */
static void print_ref(const struct printer *p, const char *sigil, const char **labels, uint32_t i, uint32_t n, const char *name)
{
	text_add(p->out, sigil);
	if (i >= n)
		text_addf(p->out, "?%u", i);
	else if (labels)
		text_add(p->out, labels[i]);
	else if (name)
		text_add(p->out, name);
	else
		text_addf(p->out, "%u", i);
}

static void print_offset(const struct printer *p, int64_t off)
{
	if (off)
		text_addf(p->out, "%+" PRId64, off);
}

static void print_operand(const struct printer *p, const struct func *f, struct operand o)
{
	const struct unit *u = p->u;
	uint32_t i = o.index;

	switch (o.kind) {
	case OPND_NONE:
		text_add(p->out, "none");
		return;
	case OPND_UNDEF:
		text_add(p->out, "undef");
		return;
	case OPND_TEMP:
		text_addf(p->out, "%%%u", i);
		return;
	case OPND_IMM:
		text_addf(p->out, "%" PRId64, o.imm);
		return;
	case OPND_LOCAL:
		print_ref(p, "$", p->locals, i, f->locals.n, i < f->locals.n ? f->locals.at[i].name : NULL);
		break;
	case OPND_GLOBAL:
		print_ref(p, "@", p->labels ? p->labels->globals : NULL, i, u->globals.n, i < u->globals.n ? u->globals.at[i].name : NULL);
		break;
	case OPND_MAP:
		print_ref(p, "@", p->labels ? p->labels->maps : NULL, i, u->maps.n, i < u->maps.n ? u->maps.at[i].name : NULL);
		break;
	case OPND_FUNC:
		print_ref(p, "@", p->labels ? p->labels->funcs : NULL, i, u->funcs.n, i < u->funcs.n ? u->funcs.at[i].name : NULL);
		break;
	}
	print_offset(p, o.imm);
}

static void print_type(const struct printer *p, type_id t)
{
	if (p->labels && t < p->u->types.n)
		text_add(p->out, p->labels->types[t]);
	else if (t && t < p->u->types.n)
		text_add(p->out, model_type_name((struct unit *)p->u, t)); /* names go to the unit's arena, no more */
	else
		text_add(p->out, "none");
}

static void print_operands(const struct printer *p, const struct func *f, const struct instr *i, unsigned n)
{
	const struct operand *operands[] = {&i->a, &i->b, &i->c};

	while (n > 1 && n == 3 && operands[n - 1]->kind == OPND_NONE)
		n--;
	for (unsigned k = 0; k < n; k++) {
		text_add(p->out, k ? ", " : " ");
		print_operand(p, f, *operands[k]);
	}
}

static void print_args(const struct printer *p, const struct func *f, const struct instr *i)
{
	text_add(p->out, " (");
	for (uint32_t k = 0; i->more && k < i->more->args.n; k++) {
		text_add(p->out, k ? ", " : "");
		print_operand(p, f, i->more->args.at[k]);
	}
	text_add(p->out, ")");
}

static void print_quoted_name(const struct printer *p, const struct instr *i)
{
	if (!i->more || !i->more->name)
		return;
	text_add(p->out, " ");
	print_string(p->out, i->more->name);
}

static void print_helper(const struct printer *p, uint32_t number)
{
	const struct helper_facts *h = kernel_helper(number), *same = h && h->name ? kernel_helper_by_name(h->name) : NULL;

	if (same == h && h)
		text_addf(p->out, " helper %s", h->name);
	else
		text_addf(p->out, " helper %u", number);
}

static void print_call(const struct printer *p, const struct func *f, const struct instr *i)
{
	const struct instr_more *more = i->more;

	if (!more)
		return;
	switch (more->callee) {
	case CALLEE_FUNC:
		text_add(p->out, " ");
		print_operand(p, f, (struct operand){.kind = OPND_FUNC, .index = more->callee_index});
		break;
	case CALLEE_HELPER:
		print_helper(p, more->callee_index);
		break;
	case CALLEE_KFUNC:
		text_add(p->out, " kfunc");
		print_quoted_name(p, i);
		break;
	case CALLEE_INDIRECT:
		text_add(p->out, " indirect ");
		print_operand(p, f, more->target);
		break;
	}
	print_args(p, f, i);
	if (more->func_type) {
		text_add(p->out, " as ");
		print_type(p, more->func_type);
	}
}

static void print_cases(const struct printer *p, const struct func *f, const struct instr *i)
{
	print_operands(p, f, i, 1);
	for (uint32_t k = 0; i->more && k < i->more->cases.n; k++) {
		const struct switch_case *c = &i->more->cases.at[k];

		if (op_info[i->op].shape == SHAPE_GOTO)
			text_addf(p->out, ", .b%u", c->block);
		else if (c->lo == c->hi)
			text_addf(p->out, ", %" PRIu64 ": .b%u", c->lo, c->block);
		else
			text_addf(p->out, ", %" PRIu64 "..%" PRIu64 ": .b%u", c->lo, c->hi, c->block);
	}
	if (op_info[i->op].shape == SHAPE_SWITCH)
		text_addf(p->out, ", default: .b%u", i->to[0]);
}

static void print_address_offset(const struct printer *p, const struct instr *i)
{
	if (i->imm)
		text_addf(p->out, ", %" PRId64, i->imm);
}

static void print_body(const struct printer *p, const struct func *f, const struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_BIN:
	case SHAPE_CMP:
	case SHAPE_PTR:
		print_operands(p, f, i, 2);
		break;
	case SHAPE_STORE:
		print_operands(p, f, i, 2);
		print_address_offset(p, i);
		break;
	case SHAPE_UN:
	case SHAPE_CONV:
	case SHAPE_CAST:
	case SHAPE_LOCAL:
		print_operands(p, f, i, 1);
		break;
	case SHAPE_LOAD:
		print_operands(p, f, i, 1);
		print_address_offset(p, i);
		break;
	case SHAPE_FIELD:
		print_operands(p, f, i, 1);
		text_addf(p->out, ", %" PRId64, i->imm);
		break;
	case SHAPE_COPY:
	case SHAPE_FILL:
	case SHAPE_COMPARE:
		print_operands(p, f, i, 2);
		text_addf(p->out, ", %" PRId64, i->imm);
		break;
	case SHAPE_ATOMIC:
		text_addf(p->out, " %s", i->from < ATOMIC_OPS ? atomic_words[i->from] : "?");
		print_operands(p, f, i, i->from == ATOMIC_CMPXCHG ? 3 : 2);
		print_address_offset(p, i);
		break;
	case SHAPE_CALL:
		print_call(p, f, i);
		break;
	case SHAPE_ENV:
		text_addf(p->out, " %s", i->from < ENV_KINDS ? env_words[i->from] : "?");
		print_quoted_name(p, i);
		text_addf(p->out, ", %" PRId64, i->imm);
		if (i->more && i->more->args.n)
			print_args(p, f, i);
		break;
	case SHAPE_NEEDS:
		print_quoted_name(p, i);
		break;
	case SHAPE_OPAQUE:
		print_quoted_name(p, i);
		if (i->more && i->more->args.n)
			print_args(p, f, i);
		break;
	case SHAPE_BR:
		print_operands(p, f, i, 1);
		text_addf(p->out, ", .b%u, .b%u", i->to[0], i->to[1]);
		break;
	case SHAPE_JMP:
		text_addf(p->out, " .b%u", i->to[0]);
		break;
	case SHAPE_SWITCH:
	case SHAPE_GOTO:
		print_cases(p, f, i);
		break;
	case SHAPE_RET:
		if (i->a.kind != OPND_NONE)
			print_operands(p, f, i, 1);
		break;
	case SHAPE_ANY:
	case SHAPE_NONE:
		break;
	}
}

static void print_result(const struct printer *p, const struct func *f, const struct instr *i)
{
	if (i->dst == NO_TEMP)
		return;
	text_addf(p->out, "%%%u", i->dst);
	if (i->dst < f->temps.n && f->temps.at[i->dst].type != i->type) {
		text_add(p->out, ":");
		print_type(p, f->temps.at[i->dst].type);
	}
	text_add(p->out, " = ");
}

void print_instr(const struct printer *p, const struct func *f, const struct instr *i)
{
	if (i->op >= OP_COUNT) {
		text_addf(p->out, "?%u", i->op);
		return;
	}
	print_result(p, f, i);
	text_add(p->out, op_info[i->op].mnemonic);
	if (op_info[i->op].shape == SHAPE_CONV)
		text_addf(p->out, ".%u", i->from);
	if (i->width != shape_width(op_info[i->op].shape))
		text_addf(p->out, ".%u", i->width);
	if (op_info[i->op].shape == SHAPE_LOAD && i->from)
		text_addf(p->out, ".%u", i->from);
	print_body(p, f, i);
	if (i->type) {
		text_add(p->out, " : ");
		print_type(p, i->type);
	}
	if (op_info[i->op].shape == SHAPE_FIELD)
		print_quoted_name(p, i);
	for (const struct word *w = instr_flag_words; w->text; w++)
		if (i->flags & w->bits)
			text_addf(p->out, " !%s", w->text);
}

void model_print_instr(const struct unit *u, const struct func *f, const struct instr *i, struct text *out)
{
	print_instr(&(struct printer){.u = u, .out = out}, f, i);
}
