// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * context: the program's context is read or written where its type does not allow it, or through an offset that is not a constant.
 *
 * Kernel: check_ctx_access(), the is_valid_access() of each program type, __check_ptr_off_reg().
 */
#include "rule/rule.h"

/*
 * A record of the program's own that names some members of the event's and leaves out its header: the loader puts the
 * kernel's offsets in the place of these.
 */
static bool relocated(struct rules *r, const struct event *e)
{
	uint32_t def = e->operand.kind == OPND_TEMP ? e->func->temps.at[e->operand.index].def : NO_INSTR;
	const struct instr *i = def < e->func->instrs.n ? &e->func->instrs.at[def] : NULL;
	const struct type *t;

	if (r->unit->final && e->m->prog->type == PROG_TRACEPOINT)
		return true; /* or the instruction's own offset is */
	if (!i || i->op != OP_FIELD || e->m->prog->type != PROG_TRACEPOINT)
		return false;
	t = model_type(r->unit, i->type);
	return (t->flags & TYPE_CORE) && t->fields.n && (!t->fields.at[0].name || strcmp(t->fields.at[0].name, "ent"));
}

/* Where the offset does not suit the size, the compiler may know, and then makes several aligned accesses of it. */
static bool allowed_in_parts(const struct event *e)
{
	int64_t off = e->ptr->off, part = off & -off;

	if (off <= 0 || off % e->size == 0 || part > e->size)
		return false;
	for (int64_t at = 0; at < e->size; at += part)
		if (kernel_ctx_access_at(e->m->prog->type, e->m->section->attach, off + at, (uint32_t)part, e->write, e->m->kernel).ok == FACT_NO)
			return false;
	return true;
}

/* Neither to a helper nor to an instruction may the context be given with an offset: __check_ptr_off_reg(). */
static bool moved(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	int64_t off = e->ptr->off - (e->kind == EVENT_ACCESS ? e->fixed : 0);

	if (!r->unit->final || !off || (e->kind == EVENT_ARGUMENT && (!e->helper || e->helper->args[e->arg].kind == ARG_ANYTHING)))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, off < 0 ? "negative offset ctx ptr" : "dereference of modified ctx ptr",
		 "%s points %lld bytes into the context, which must be used from its start", rule_name(r, e, e->operand, "this"), (long long)off);
	return true;
}

/* check_ld_abs() */
static bool skbload(struct rules *r, const struct event *e)
{
	enum prog_type t = e->m->prog ? e->m->prog->type : PROG_UNSPEC;
	const struct value *rests[] = {e->ptr};

	if (t && t != PROG_SOCKET_FILTER && t != PROG_SCHED_CLS && t != PROG_SCHED_ACT)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "BPF_LD_[ABS|IND] instructions not allowed for this program type",
			 "programs of type %s have no packet loads of this kind", e->m->prog->name);
	else if (e->ptr->kind != VAL_CTX && e->ptr->kind != VAL_UNKNOWN)
		rule_say(r, e, VERDICT_REJECT, rests, 1, "at the time of BPF_LD_ABS|IND R6 != pointer to skb", "%s must be the context here",
			 rule_name(r, e, e->operand, "this register"));
	else
		return false;
	return true;
}

bool rule_context(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const struct value *p = e->ptr;
	struct ctx_access access;

	if (e->kind == EVENT_SKBLOAD)
		return skbload(r, e);
	if (p->kind != VAL_CTX)
		return false;
	if (moved(r, e))
		return true;
	if (e->kind == EVENT_ARGUMENT && (!r->unit->final || !e->helper || e->helper->args[e->arg].kind == ARG_ANYTHING))
		return false;
	if (!scalar_is_const(p->s) || p->s.bits.value) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "variable ctx access", "the context is accessed at an offset that is not a constant: it is %s",
			 rule_range(r, p->s));
		return true;
	}
	if (e->kind == EVENT_ARGUMENT || !e->m->prog || !e->m->section || e->m->prog->type == PROG_EXT)
		return false;
	access = kernel_ctx_access_at(e->m->prog->type, e->m->section->attach, p->off, e->size, e->write, e->m->kernel);
	if (access.ok == FACT_YES && !e->write && op_info[e->op].shape == SHAPE_LOAD && e->instr->from && access.result != CTX_SCALAR)
		access.ok = FACT_NO; /* a pointer has no sign */
	if (access.ok != FACT_NO || relocated(r, e) || (!r->unit->final && allowed_in_parts(e)))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "invalid bpf_context access off=%lld size=%u", (long long)p->off, e->size),
		 access.field ? "%s of %u bytes at offset %lld of the context ('%s'): programs of type %s may not"
			      : "%s of %u bytes at offset %lld of the context%s: programs of type %s may not",
		 e->write ? "a write" : "a read", e->size, (long long)p->off, access.field ? access.field->name : "", e->m->prog->name);
	return true;
}
