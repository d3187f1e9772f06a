// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kernel-btf: the kernel in question has no such kfunc or member, nothing of that name to attach to, or less arguments there. Asks the BTF that
 * the option "btf" names; without one, nothing is known. A function that is not in the kernel proper may be in a module.
 *
 * libbpf: bpf_object__resolve_ksym_func_btf_id(), find_kernel_btf_id(), bpf_core_match_member(). Kernel: btf_ctx_access(), btf_distill_func_proto().
 */
#include "machine/target.h"
#include "rule/rule.h"

static bool may_be_missing(const struct rules *r, const char *kfunc)
{
	for (uint32_t i = 0; i < r->unit->funcs.n; i++)
		if ((r->unit->funcs.at[i].flags & FUNC_KSYM) && !strcmp(r->unit->funcs.at[i].name, kfunc))
			return r->unit->funcs.at[i].linkage == LINK_WEAK;
	return false;
}

static bool kfunc(struct rules *r, const struct event *e)
{
	struct kernel_btf *b = e->m->btf;
	bool certain = b->whole || (e->kfunc && !kernel_kfunc_in_module(e->callee));

	if (may_be_missing(r, e->callee) || b->find(b, BTF_FUNC, e->callee))
		return false;
	rule_say(r, e, certain ? VERDICT_REJECT : VERDICT_MAY, NULL, 0,
		 arena_printf(r->unit->arena, "extern (func ksym) '%s': not found in kernel or module BTFs", e->callee), "the kernel of '%s' has no kfunc '%s'%s", b->name,
		 e->callee, certain ? "" : ", unless a module brings it");
	return certain;
}

/* ---- what the program is attached to ---- */

static const char *target_words(const struct rules *r, const struct machine *m, const char *target)
{
	const char *kind = m->prog->type == PROG_LSM ? "LSM hook" : m->section->attach == ATTACH_TRACE_RAW_TP ? "tracepoint" :
			   m->section->attach == ATTACH_TRACE_ITER ? "iterator" : "function";

	return arena_printf(r->unit->arena, "%s '%s'", kind, target);
}

/* bpf_program__set_attach_target(): another function, or one of another program, in the place of what the section says. */
static bool is_named_later(const struct section_facts *s)
{
	return s->attach == ATTACH_TRACE_FENTRY || s->attach == ATTACH_TRACE_FEXIT || s->attach == ATTACH_MODIFY_RETURN;
}

static void program(struct rules *r, const struct event *e)
{
	const struct func *f = e->func;
	const char *target = target_name(e->m->section, f->section);
	bool certain = e->m->btf->whole || (e->m->prog && e->m->prog->type == PROG_LSM), named = target && is_named_later(e->m->section);

	if (!target || e->m->target || *f->section == '?' || !e->m->btf->has_module(e->m->btf, target))
		return;
	if (strchr(target, ':'))
		certain = true;
	rule_say_at(r, !certain ? VERDICT_MAY : named ? VERDICT_HAZARD : VERDICT_REJECT, f->name, &f->pos,
		    arena_printf(r->unit->arena, "prog '%s': failed to find kernel BTF type ID of '%s': -3", f->name, target), "the kernel of '%s' has no %s%s%s",
		    e->m->btf->name, target_words(r, e->m, target), certain ? "" : ", unless a module brings it",
		    certain && named ? ": the loader must name another, or a program" : "");
}

/* btf_ctx_access(): what stands behind the last argument. */
static bool has_result(const struct section_facts *s)
{
	return s->prog == PROG_STRUCT_OPS /* the number of the member stands where others have how they are attached */ || s->attach == ATTACH_TRACE_FEXIT || s->attach == ATTACH_MODIFY_RETURN || s->prog == PROG_LSM;
}

static bool argument(struct rules *r, const struct event *e)
{
	const struct btf_func *f = e->m->target;
	const struct value *rests[] = {e->ptr};
	uint32_t n, shown;
	const char *many;

	if (!f || f->declared || !f->whole || e->ptr->kind != VAL_CTX || e->write || !scalar_is_const(e->ptr->s) || e->ptr->s.bits.value || e->ptr->off < 0 || e->ptr->off % 8)
		return false;
	n = btf_func_arg(f, (uint32_t)e->ptr->off);
	shown = btf_func_shown(f);
	if (n < shown && f->args[n + f->hidden].is == BTF_REFUSED && e->m->kernel <= KVER_NEWEST) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "func '%s' arg%u type %s is not a struct", f->name, n, f->args[n + f->hidden].type),
			 "%s of '%s' in the kernel of '%s' is a pointer that programs may not read: it points to no struct",
			 btf_arg_words(f, n, r->unit->arena), f->name, e->m->btf->name);
		return true;
	}
	if (n < shown || (n == shown && has_result(e->m->section)))
		return false;
	many = shown == 1 ? "has 1 argument" : arena_printf(r->unit->arena, "has %u arguments", shown);
	rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "func '%s' doesn't have %u-th argument", f->name, n + 1),
		 "'%s' in the kernel of '%s' %s, and this reads behind them", f->name, e->m->btf->name, many);
	return true;
}

/* ---- members that CO-RE relocations look for ---- */

/* "task_struct" of "struct task_struct___older" */
static const char *essential(const struct rules *r, const struct type *t)
{
	const char *space = strchr(t->name, ' '), *name = space ? space + 1 : t->name, *flavour = strstr(name, "___");

	return arena_printf(r->unit->arena, "%.*s", (int)(flavour && flavour > name ? (size_t)(flavour - name) : strlen(name)), name);
}

/* A member of a member is looked for by its path: only the first step is by the record's name. */
static bool is_first_step(const struct event *e)
{
	struct operand from = e->instr->a;
	uint32_t def = from.kind == OPND_TEMP ? e->func->temps.at[from.index].def : NO_INSTR;

	return from.kind == OPND_TEMP && (def == NO_INSTR || e->func->instrs.at[def].op != OP_FIELD);
}

static bool member(struct rules *r, const struct event *e)
{
	const struct type *t = model_type(r->unit, e->instr->type);
	const char *name = e->instr->more ? e->instr->more->name : NULL, *record;
	struct kernel_btf *b = e->m->btf;
	enum btf_has is;

	if (!name || !t->name || (t->kind != TYPE_STRUCT && t->kind != TYPE_UNION) || !is_first_step(e))
		return false;
	record = essential(r, t);
	is = b->member(b, t->kind == TYPE_UNION, record, name);
	if (is == BTF_HAS)
		return false;
	if (is == BTF_HAS_NOT)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "failed to resolve CO-RE relocation", "'%s %s' in the kernel of '%s' has no member '%s'",
			 t->kind == TYPE_UNION ? "union" : "struct", record, b->name, name);
	else
		rule_say(r, e, b->whole ? VERDICT_REJECT : VERDICT_MAY, NULL, 0, "failed to resolve CO-RE relocation", "the kernel of '%s' has no '%s %s'%s", b->name,
			 t->kind == TYPE_UNION ? "union" : "struct", record, b->whole ? "" : ", unless a module brings it");
	return is == BTF_HAS_NOT || b->whole;
}

/* Front ends that read instructions relocate by themselves. "failed to resolve CO-RE relocation <byte_off> [7] struct a.b (0:1 @ offset 8)" */
static bool relocation(struct rules *r, const struct event *e)
{
	const char *words = e->instr->more->name, *what = strstr(words, "] ");
	size_t n = what ? strcspn(what + 2, "(=") : 0;

	if (strncmp(words, "failed to re", strlen("failed to re")))
		return false;
	while (n && what[n + 1] == ' ')
		n--;
	if (!strncmp(words, "failed to resolve", strlen("failed to resolve")) && n)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, words, "the kernel of '%s' has no '%.*s'", e->m->btf->name, (int)n, what + 2);
	else
		rule_say(r, e, VERDICT_REJECT, NULL, 0, words, "libbpf cannot relocate this for the kernel of '%s': %s", e->m->btf->name, words);
	return true;
}

bool rule_kernel_btf(struct rules *r, const struct event *e)
{
	if (!e->m->btf || r->options->needs)
		return false;
	switch (e->kind) {
	case EVENT_KFUNC:
		return kfunc(r, e);
	case EVENT_PROGRAM:
		program(r, e);
		return false;
	case EVENT_REFUSED:
		return relocation(r, e);
	case EVENT_INSTRUCTION:
		return e->instr->op == OP_FIELD && member(r, e);
	default:
		return argument(r, e);
	}
}
