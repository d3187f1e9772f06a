// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lock: while a bpf_spin_lock is held a program may call nothing but what unlocks it (and the few kfuncs that need it held), may not take a
 * second one and may not end; one that is not held cannot be given back.
 *
 * Kernel: process_spin_lock(), do_check() "function calls are not allowed while holding a lock", check_resource_leak().
 */
#include "rule/rule.h"

static bool say(struct rules *r, const struct event *e, const char *kernel, const char *what)
{
	const struct value *rests[] = {&e->st->lock};
	struct finding *f = rule_say(r, e, VERDICT_REJECT, rests, e->st->lock_ref ? 1 : 0, kernel, "%s", what);

	for (uint32_t i = 0; f && i < e->st->refs.n; i++)
		if (e->st->refs.at[i].id == e->st->lock_ref)
			rule_note(r, f, rule_place(r, e->st->refs.at[i].instr), "the lock is taken here");
	return true;
}

bool rule_lock(struct rules *r, const struct event *e)
{
	bool held = e->st->lock_ref != 0;

	if (e->kind == EVENT_EXIT)
		return held && (e->st->nframes == 1) && say(r, e, "cannot be used inside bpf_spin_lock-ed region", "the program ends while a spin lock is held");
	if (e->helper->flags & HELPER_LOCK)
		return held && say(r, e, "function calls are not allowed while holding a lock", "a second spin lock is taken while one is held");
	if (e->helper->flags & HELPER_UNLOCK)
		return !held && !e->st->refs_unsure && !e->m->global_func && !e->st->frames[e->st->nframes - 1].callback &&
		       say(r, e, "bpf_spin_unlock without taking a lock", "a spin lock is given back that this path did not take");
	return held && say(r, e, "function calls are not allowed while holding a lock",
			   arena_printf(r->unit->arena, "'%s' is called while a spin lock is held", e->helper->name));
}
