// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * context: the program's context is read or written where its type does not allow it, or through an offset that is not a constant.
 *
 * Kernel: check_ctx_access(), the is_valid_access() of each program type, __check_ptr_off_reg().
 */
#include "rule/rule.h"

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
	if (access.ok != FACT_NO)
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "invalid bpf_context access off=%lld size=%u", (long long)p->off, e->size),
		 access.field ? "%s of %u bytes at offset %lld of the context ('%s'): programs of type %s may not"
			      : "%s of %u bytes at offset %lld of the context%s: programs of type %s may not",
		 e->write ? "a write" : "a read", e->size, (long long)p->off, access.field ? access.field->name : "", e->m->prog->name);
	return true;
}
