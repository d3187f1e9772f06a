// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdlib.h>

#include "machine/global.h"

bool global_stands(const struct func *f)
{
	return f->linkage != LINK_STATIC && ((f->flags & FUNC_NOINLINE) || f->linkage == LINK_WEAK) && !(f->flags & FUNC_HIDDEN);
}

static bool is_context(const struct machine *m, const struct type *t)
{
	static const char *const any[] = {"struct __sk_buff", "struct xdp_md", "struct pt_regs", "struct bpf_perf_event_data",
					  "struct user_pt_regs", "struct user_regs_struct"};

	if (!t->name)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(any); i++)
		if (!strcmp(t->name, any[i]))
			return true;
	return m->prog && m->prog->ctx && m->prog->ctx->name && !strncmp(t->name, "struct ", 7) && !strcmp(t->name + 7, m->prog->ctx->name);
}

static bool tagged(const struct field *p, const char *tag)
{
	for (uint32_t i = 0; i < p->decl_tags.n; i++)
		if (!strcmp(p->decl_tags.at[i], tag))
			return true;
	return false;
}

struct param global_param(const struct machine *m, const struct func *f, uint32_t k)
{
	const struct type *fn = model_type(m->unit, f->type), *t, *to;
	const struct field *p = k < fn->fields.n ? &fn->fields.at[k] : NULL;
	struct param is = {.kind = PARAM_UNKNOWN};

	if (!p)
		return is;
	t = model_type(m->unit, p->type);
	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM) {
		is.kind = PARAM_NUMBER;
		is.size = (uint32_t)t->size;
	}
	if (t->kind != TYPE_PTR)
		return is;
	to = model_type(m->unit, t->elem);
	is.type = t->elem;
	is.size = (uint32_t)to->size;
	is.maybe_null = !tagged(p, "arg:nonnull");
	if (tagged(p, "arg:ctx") || (!p->decl_tags.n && is_context(m, to))) {
		is.kind = PARAM_CTX;
	} else if (!p->decl_tags.n && to->name && !strcmp(to->name, "struct bpf_dynptr")) {
		is.kind = PARAM_DYNPTR;
	} else if (tagged(p, "arg:trusted")) {
		is.kind = PARAM_OBJECT;
		is.maybe_null = tagged(p, "arg:nullable");
	} else if (p->decl_tags.n > (tagged(p, "arg:nonnull") ? 1u : 0u) || t->tags.n || t->addr_space || !to->size ||
		   (to->flags & (TYPE_CORE | TYPE_INCOMPLETE))) {
		is.kind = PARAM_UNKNOWN;
	} else {
		is.kind = PARAM_MEM;
	}
	return is;
}

bool global_returns_number(const struct unit *u, const struct func *f)
{
	const struct type *fn = model_type(u, f->type);
	enum type_kind k = model_type(u, fn->elem)->kind;

	return fn->kind != TYPE_FUNC || k == TYPE_INT || k == TYPE_ENUM || k == TYPE_NONE;
}

/* What the address was made from. */
static struct operand base_of(const struct func *f, struct operand o)
{
	while (o.kind == OPND_TEMP && f->temps.at[o.index].def < f->instrs.n) {
		const struct instr *i = &f->instrs.at[f->temps.at[o.index].def];

		if (i->op != OP_FIELD && i->op != OP_CAST && i->op != OP_PTRADD)
			break;
		o = i->a;
	}
	return o;
}

/* Not a variable of the caller, which nobody may read any more: a number, a global, what a call gave or what the caller was given itself. */
static bool from_outside(const struct func *by, struct operand o)
{
	const struct instr *i;

	o = base_of(by, o);
	if (o.kind != OPND_TEMP)
		return o.kind != OPND_LOCAL;
	if (by->temps.at[o.index].def >= by->instrs.n)
		return true;
	i = &by->instrs.at[by->temps.at[o.index].def];
	return i->op == OP_CALL || (i->op == OP_LOAD && i->a.kind == OPND_LOCAL && by->locals.at[i->a.index].param >= 0);
}

/* Something that others see; with `outside`, what the arguments point to is seen by others, too. `looked`: per function, for those that are called. */
static bool has_effect(const struct unit *u, const struct func *f, bool outside, uint8_t *looked)
{
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];
		bool effect = (op_info[i->op].flags & (OP_EFFECT | OP_ENDS)) == OP_EFFECT && i->op != OP_DECL && !(i->flags & INSTR_DEAD);

		if (i->flags & INSTR_VOLATILE)
			return true;
		if (!effect)
			continue;
		if (i->op == OP_CALL && i->more->callee == CALLEE_FUNC) {
			effect = !looked[i->more->callee_index];
			looked[i->more->callee_index] = 1;
			effect = effect && has_effect(u, &u->funcs.at[i->more->callee_index], false, looked);
		}
		else if (i->op == OP_STORE || op_info[i->op].shape == SHAPE_COPY || op_info[i->op].shape == SHAPE_FILL)
			effect = base_of(f, i->a).kind == OPND_GLOBAL || (outside && base_of(f, i->a).kind != OPND_LOCAL);
		if (effect)
			return true;
	}
	return !f->blocks.n;
}

/* Its result is known without calling it. */
static bool returns_constant(const struct func *f)
{
	const struct instr *first = NULL;

	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];

		if (i->op != OP_RET)
			continue;
		if (i->a.kind != OPND_IMM || (first && first->a.imm != i->a.imm))
			return false;
		first = i;
	}
	return true;
}

bool global_call_kept(const struct unit *u, const struct func *by, const struct instr *call, const struct func *f)
{
	bool outside = true, kept;
	uint8_t *looked;

	if (u->final)
		return true;
	for (uint32_t k = 0; k < call->more->args.n; k++)
		outside &= from_outside(by, call->more->args.at[k]);
	if (call->dst != NO_TEMP && by->uses[call->dst] && !returns_constant(f))
		return true;
	looked = calloc(u->funcs.n, 1);
	kept = !looked || has_effect(u, f, outside, looked);
	free(looked);
	return kept;
}
