// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * unbalanced: the program ends, or tail calls, inside an RCU read section, with preemption disabled or with interrupts off; or leaves a
 * section that it did not enter, or not in the order it entered them.
 *
 * Kernel: check_resource_leak(), check_kfunc_call(), process_irq_flag(), release_irq_state().
 */
#include "machine/bracket.h"
#include "rule/rule.h"

static const struct {
	const char *region, *ends, *leaves;
} words[] = {
	{"bpf_local_irq_save-ed region", "the program ends with interrupts off: 'bpf_local_irq_restore' is missing on this path",
	 "a tail call would leave interrupts off"},
	{"bpf_rcu_read_lock-ed region", "the program ends inside an RCU read section: 'bpf_rcu_read_unlock' is missing on this path",
	 "a tail call would leave an RCU read section open"},
	{"bpf_preempt_disable-ed region", "the program ends with preemption disabled: 'bpf_preempt_enable' is missing on this path",
	 "a tail call would leave preemption disabled"},
};

static bool left_open(struct rules *r, const struct event *e)
{
	const struct state *st = e->st;
	int k = bracket_irq(st) && !st->refs_unsure ? 0 : st->rcu_depth ? 1 : st->preempt_depth ? 2 : -1;
	const char *what = e->kind == EVENT_HELPER ? "tail_call " : "";

	if (k < 0 || (e->kind == EVENT_EXIT && st->nframes > 1) || (e->kind == EVENT_HELPER && e->m->kernel < KVER(6, 13)))
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, arena_printf(r->unit->arena, "%scannot be used inside %s", what, words[k].region), "%s",
		 e->kind == EVENT_HELPER ? words[k].leaves : words[k].ends);
	return true;
}

/* The flag that interrupts are saved to, or restored from. */
static bool on_flag(struct rules *r, const struct event *e, const struct bracket_facts *b)
{
	const struct value *p = e->arg == (uint32_t)bracket_flag(b) ? e->ptr : NULL, *rests[] = {p};
	const char *name = rule_name(r, e, e->operand, "this"), *kernel, *what;
	const struct cell *c;

	if (!p || (p->kind == VAL_STACK && special_doubtful(e->st, p)) || p->kind == VAL_UNKNOWN)
		return false;
	c = special_at(e->st, p, CELL_IRQ_FLAG);
	if (p->kind != VAL_STACK) {
		kernel = "doesn't point to an irq flag on stack";
		what = "%s is not a variable of the program's own: '%s' wants the address of an 'unsigned long' on the stack";
	} else if (b->by > 0) {
		kernel = "expected uninitialized irq flag as arg";
		what = c ? "%s still holds what was saved before: '%s' wants a variable of its own" : NULL;
	} else if (!c) {
		kernel = "expected an initialized irq flag as arg";
		what = "%s does not hold what interrupts were saved to: '%s' cannot restore them";
	} else if ((c->v->object == BRACKET_LOCK_IRQ) != (b->kind == BRACKET_LOCK_IRQ)) {
		kernel = "cannot be restored with";
		what = "%s was saved by another kind of kfunc: '%s' cannot restore it";
	} else {
		kernel = "cannot restore irq state out of order";
		what = c->v->ref != bracket_irq(e->st) ? "%s is not the innermost one: '%s' has to undo the last save first" : NULL;
	}
	if (what)
		rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, what, name, e->callee);
	return what;
}

static bool called_back(const struct state *st)
{
	for (uint32_t k = 0; k < st->nframes; k++)
		if (st->frames[k].callback)
			return true;
	return false;
}

bool rule_unbalanced(struct rules *r, const struct event *e)
{
	const struct bracket_facts *b = e->callee && !e->helper ? kernel_bracket(e->callee) : NULL;
	const struct state *st = e->st;

	if (e->kind == EVENT_ARGUMENT)
		return b && on_flag(r, e, b);
	if (e->kind == EVENT_HELPER)
		return e->helper->id == HELPER_tail_call && left_open(r, e);
	if (e->m->global_func && !bracket_irq(st))
		return false;
	if (e->kind == EVENT_EXIT)
		return left_open(r, e);
	if (!b || b->by > 0 || called_back(st) || (b->kind == BRACKET_RCU ? st->rcu_depth : st->preempt_depth) || b->kind > BRACKET_PREEMPT)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, b->kind == BRACKET_RCU ? "unmatched rcu read unlock" : "unmatched attempt to enable preemption", "%s",
		 b->kind == BRACKET_RCU ? "an RCU read section is left that was not entered" : "preemption is enabled that was not disabled");
	return true;
}
