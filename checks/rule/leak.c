// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * leak: the program ends (or a callback returns) while it holds a reference that it acquired: a socket, a ring buffer record, a
 * kernel object.
 *
 * Kernel: check_reference_leak(), "Unreleased reference".
 */
#include "rule/rule.h"

bool rule_leak(struct rules *r, const struct event *e)
{
	const struct frame *fr = &e->st->frames[e->st->nframes - 1];
	const struct reference *held = NULL;
	struct finding *f;

	if (e->kind == EVENT_HELPER && e->helper->id != HELPER_tail_call)
		return false;
	if (e->st->refs_unsure || (e->kind == EVENT_KFUNC && !(e->kfunc && (e->kfunc->flags & KFUNC_NORETURN))))
		return false; /* a kfunc that does not come back ends the program too */
	for (uint32_t i = 0; i < e->st->refs.n && !held; i++)
		if (e->st->refs.at[i].kind != REF_LOCK && e->st->refs.at[i].kind != REF_IRQ && (!fr->callback || e->kind == EVENT_KFUNC || e->st->refs.at[i].parent == e->st->nframes - 1))
			held = &e->st->refs.at[i];
	if (!held)
		return false;
	f = rule_say(r, e, VERDICT_REJECT, NULL, 0, e->kind == EVENT_HELPER ? "tail_call would lead to reference leak" : e->kind == EVENT_SKBLOAD ? "would lead to reference leak" : "Unreleased reference", held->kind == REF_ITER ? "the iterator that '%s' begins is not ended on this path"
					 : held->kind == REF_DYNPTR ? "the dynptr that '%s' makes is not released on this path"
								    : "what '%s' returns is not released on this path",
		     held->what);
	rule_note(r, f, rule_place(r, held->instr), "acquired here");
	return true;
}
