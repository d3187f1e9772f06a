// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * sleepable: a helper or kfunc that may sleep is called where the kernel cannot sleep: in a program that is not sleepable.
 *
 * Kernel: check_helper_call(), check_kfunc_call(), in_sleepable().
 */
#include "rule/rule.h"

bool rule_sleepable(struct rules *r, const struct event *e)
{
	bool sleeps = e->helper ? e->helper->flags & HELPER_SLEEPS : e->kfunc && (e->kfunc->flags & KFUNC_SLEEPABLE);
	const struct frame *top = &e->st->frames[e->st->nframes - 1];

	if (!sleeps || !e->m->section || e->m->section->sleepable || e->m->prog == NULL || e->m->prog->type == PROG_SYSCALL ||
	    e->m->prog->type == PROG_STRUCT_OPS || e->m->prog->type == PROG_EXT || top->callback)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0,
		 e->helper ? "helper call might sleep in a non-sleepable prog" : arena_printf(r->unit->arena, "program must be sleepable to call sleepable kfunc %s", e->callee),
		 "'%s' may sleep, but this program is not sleepable (section \"%s\")", e->callee, e->m->program->section ? e->m->program->section : "");
	return true;
}
