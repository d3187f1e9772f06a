// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
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

bool global_call_kept(const struct func *by, const struct instr *call, const struct func *f)
{
	if (call->dst != NO_TEMP && by->uses[call->dst])
		return true;
	for (uint32_t i = 0; i < f->instrs.n; i++) {
		const struct instr *x = &f->instrs.at[i];

		if ((op_info[x->op].flags & (OP_EFFECT | OP_ENDS)) == OP_EFFECT && x->op != OP_DECL && !(x->op == OP_STORE && x->a.kind == OPND_LOCAL))
			return true;
	}
	return false;
}
