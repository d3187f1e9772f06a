// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * sleepable: something is called that may sleep where the kernel cannot: in a program that is not sleepable, inside an RCU read
 * section, with preemption disabled or with interrupts off.
 *
 * Kernel: check_helper_call(), check_kfunc_call(), check_func_call(), in_sleepable().
 */
#include "machine/bracket.h"
#include "machine/global.h"
#include "rule/rule.h"

/* A program that may sleep as a whole, but not here: where is it? NULL: it may. */
static const char *section(const struct event *e, const char **kernel)
{
	*kernel = e->st->rcu_depth ? "rcu_read_lock region" : e->st->preempt_depth ? "non-preemptible region" : "IRQ-disabled region";
	return e->st->rcu_depth ? "inside an RCU read section" : e->st->preempt_depth ? "with preemption disabled"
	       : !e->st->refs_unsure && bracket_irq(e->st) ? "with interrupts off" : NULL;
}

static bool in_section(struct rules *r, const struct event *e)
{
	const char *kernel, *where = section(e, &kernel);

	if (!where)
		return false;
	if (e->kind == EVENT_CALL)
		kernel = "global functions that may sleep are not allowed in non-sleepable context";
	else
		kernel = e->helper ? arena_printf(r->unit->arena, "sleepable helper %s#%u in %s", e->callee, (unsigned)e->helper->id, kernel)
				   : arena_printf(r->unit->arena, "kernel func %s is sleepable within %s", e->callee, kernel);
	rule_say(r, e, VERDICT_REJECT, NULL, 0, kernel, "'%s' may sleep, and is called %s", e->callee, where);
	return true;
}

bool rule_sleepable(struct rules *r, const struct event *e)
{
	bool sleeps = e->kind == EVENT_CALL ? e->called->blocks.n && global_stands(e->called) && e->m->kernel >= KVER(6, 15) && e->m->may_sleep[e->called - e->m->unit->funcs.at]
		      : e->helper ? e->helper->flags & HELPER_SLEEPS : e->kfunc && (e->kfunc->flags & KFUNC_SLEEPABLE);
	const struct frame *top = &e->st->frames[e->st->nframes - 1];
	const struct callback *later = state_later(e->st);

	if (!sleeps)
		return false;
	if (later && !later->sleeps && e->kind != EVENT_CALL && e->m->kernel >= KVER(6, 18)) { /* at the latest: before that, it may sleep where its program may */
		rule_say(r, e, VERDICT_REJECT, NULL, 0,
			 e->helper ? "helper call might sleep in a non-sleepable prog" : arena_printf(r->unit->arena, "program must be sleepable to call sleepable kfunc %s", e->callee),
			 "'%s' may sleep, but what a timer runs may not", e->callee);
		return true;
	}
	if (later || e->kind == EVENT_CALL || !e->m->section || e->m->section->sleepable || e->m->prog == NULL || e->m->prog->type == PROG_SYSCALL ||
	    e->m->prog->type == PROG_STRUCT_OPS || e->m->prog->type == PROG_EXT || top->callback)
		return in_section(r, e);
	rule_say(r, e, VERDICT_REJECT, NULL, 0,
		 e->helper ? "helper call might sleep in a non-sleepable prog" : arena_printf(r->unit->arena, "program must be sleepable to call sleepable kfunc %s", e->callee),
		 "'%s' may sleep, but this program is not sleepable (section \"%s\")", e->callee, e->m->program->section ? e->m->program->section : "");
	return true;
}
