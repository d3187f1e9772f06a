// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfunc-program: a kfunc is called that programs of this type may not call.
 *
 * Kernel: fetch_kfunc_meta(), check_kfunc_call(), the kfunc sets that are registered for each program type.
 */
#include "rule/rule.h"

bool rule_kfunc_program(struct rules *r, const struct event *e)
{
	const struct machine *m = e->m;
	const char *words;

	if (!e->kfunc || !m->prog || !m->section || m->kernel < e->kfunc->since ||
	    kernel_kfunc_available(e->kfunc, m->prog->type, m->section->attach, m->kernel) != FACT_NO)
		return false;
	words = arena_printf(r->unit->arena, "calling kernel function %s is not allowed", e->kfunc->name);
	if (kernel_kfunc_available(e->kfunc, m->prog->type, ATTACH_NONE, m->kernel) == FACT_NO)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, words, "programs of type %s cannot call the kfunc '%s'", m->prog->name, e->kfunc->name);
	else
		rule_say(r, e, VERDICT_REJECT, NULL, 0, words, "programs in section \"%s\" cannot call the kfunc '%s'", m->program->section, e->kfunc->name);
	return true;
}
