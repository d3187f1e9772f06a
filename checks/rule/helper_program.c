// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helper-program: a helper is called that programs of this type may not call.
 *
 * Kernel: check_helper_call(), the get_func_proto() of each program type.
 */
#include "rule/rule.h"

bool rule_helper_program(struct rules *r, const struct event *e)
{
	if (!e->helper || !e->m->prog || !e->m->section || e->m->kernel < e->helper->since ||
	    kernel_helper_available_at(e->helper, e->m->prog->type, e->m->section->attach, e->m->kernel) != FACT_NO)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, arena_printf(r->unit->arena, e->m->kernel < KVER(6, 10) ? "unknown func %s#%u" : "program of this type cannot use helper %s#%u",
		 e->helper->name, e->helper->id),
		 "programs of type %s cannot call '%s'", e->m->prog->name, e->helper->name);
	return true;
}
