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
	const struct instr *i = e->operand.kind == OPND_TEMP ? &e->func->instrs.at[e->func->temps.at[e->operand.index].def] : NULL;
	const struct type *t;

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
		if (kernel_ctx_access(e->m->prog->type, e->m->section->attach, off + at, (uint32_t)part, e->write).ok == FACT_NO)
			return false;
	return true;
}

bool rule_context(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const struct value *p = e->ptr;
	struct ctx_access access;

	if (p->kind != VAL_CTX)
		return false;
	if (!scalar_is_const(p->s) || p->s.bits.value) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "variable ctx access", "the context is accessed at an offset that is not a constant: it is %s",
			 rule_range(r, p->s));
		return true;
	}
	if (!e->m->prog || !e->m->section || e->m->prog->type == PROG_EXT)
		return false;
	access = kernel_ctx_access(e->m->prog->type, e->m->section->attach, p->off, e->size, e->write);
	if (access.ok != FACT_NO || relocated(r, e) || allowed_in_parts(e))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "invalid bpf_context access off=%lld size=%u", (long long)p->off, e->size),
		 access.field ? "%s of %u bytes at offset %lld of the context ('%s'): programs of type %s may not"
			      : "%s of %u bytes at offset %lld of the context%s: programs of type %s may not",
		 e->write ? "a write" : "a read", e->size, (long long)p->off, access.field ? access.field->name : "", e->m->prog->name);
	return true;
}
