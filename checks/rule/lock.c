// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lock: while a bpf_spin_lock is held a program may call nothing but what unlocks it, static functions of its own, and the kfuncs of
 * lists and trees; these want the lock that lies in the same object. It may not take a second lock and may not end. Only the
 * lock that is held can be given back.
 *
 * Kernel: process_spin_lock(), do_check() "function calls are not allowed while holding a lock", check_reg_allocation_locked(),
 * check_resource_leak(), kfunc_spin_allowed().
 */
#include "machine/global.h"
#include "machine/graph.h"
#include "rule/rule.h"

static void note_taken(struct rules *r, struct finding *f, const struct event *e)
{
	for (uint32_t i = 0; f && i < e->st->refs.n; i++)
		if (e->st->refs.at[i].id == e->st->lock_ref)
			rule_note(r, f, rule_place(r, e->st->refs.at[i].instr), "the lock is taken here");
}

static bool say(struct rules *r, const struct event *e, const char *kernel, const char *what)
{
	const struct value *rests[] = {&e->st->lock};

	note_taken(r, rule_say(r, e, VERDICT_REJECT, rests, e->st->lock_ref ? 1 : 0, kernel, "%s", what), e);
	return true;
}

static bool in_callback(const struct event *e, enum callback_kind k)
{
	for (uint32_t i = 0; i < e->st->nframes; i++)
		if (e->st->frames[i].callback == k)
			return true;
	return false;
}

static bool on_helper(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {&e->st->lock, &e->args[0]};
	bool held = e->st->lock_ref != 0;

	if (held && (e->helper->flags & (HELPER_LOCK | HELPER_UNLOCK)) && in_callback(e, CALLBACK_LESS))
		return say(r, e, "can't spin_{lock,unlock} in rbtree cb", "a tree's comparison must leave the lock alone");
	if (e->helper->flags & HELPER_LOCK)
		return held && say(r, e, "function calls are not allowed while holding a lock", "a second spin lock is taken while one is held");
	if (!(e->helper->flags & HELPER_UNLOCK))
		return held && say(r, e, "function calls are not allowed while holding a lock",
				   arena_printf(r->unit->arena, "'%s' is called while a spin lock is held", e->helper->name));
	if (!held)
		return !e->st->refs_unsure && !e->m->global_func && !e->st->frames[e->st->nframes - 1].callback &&
		       say(r, e, "bpf_spin_unlock without taking a lock", "a spin lock is given back that this path did not take");
	if (!e->nargs || !value_is_pointer(&e->args[0]) || !value_is_pointer(&e->st->lock) || graph_same_object(r->unit, &e->st->lock, &e->args[0]))
		return false;
	note_taken(r, rule_say(r, e, VERDICT_REJECT, rests, 2, "bpf_spin_unlock of different lock", "the lock that is given back is not the one that is held"), e);
	return true;
}

/* Kfuncs that may be called under a spin lock. */
static bool allowed(const char *kfunc)
{
	static const char *const more[] = {
		"bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy", "bpf_res_spin_lock", "bpf_res_spin_unlock",
		"bpf_res_spin_lock_irqsave", "bpf_res_spin_unlock_irqrestore", "bpf_arena_alloc_pages", "bpf_arena_free_pages",
		"bpf_arena_reserve_pages", "bpf_stream_vprintk",
	};
	const struct graph_facts *g = graph_facts(kfunc);

	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		if (!strcmp(more[i], kfunc))
			return true;
	return g && g->op != GRAPH_NEW;
}

/* The lock of a list or tree is the one in the same record, or in the same section. */
static bool find_lock(const struct unit *u, const struct value *head, struct special_field *lock)
{
	const char *section;
	type_id record = field_record(u, head);

	if (head->kind != VAL_GLOBAL)
		return field_find(u, record, 0, UINT64_MAX, FIELDS_LOCK, lock);
	section = u->globals.at[head->object].section;
	for (uint32_t i = 0; section && i < u->globals.n; i++) {
		const struct global *g = &u->globals.at[i];

		if (g->section && !strcmp(g->section, section) && field_find(u, g->type, 0, UINT64_MAX, FIELDS_LOCK, lock))
			return true;
	}
	return false;
}

static bool on_list(struct rules *r, const struct event *e, const struct graph_facts *g)
{
	const struct value *head = &e->args[0], *rests[] = {head, &e->st->lock};
	struct special_field f, lock;
	struct finding *said;

	if (!e->nargs || !field_pointed(r->unit, head, g->head, &f) || !find_lock(r->unit, head, &lock) || lock.kind != FIELD_SPIN_LOCK)
		return false;
	if (!e->st->lock_ref && e->st->refs_unsure)
		return false;
	if (!e->st->lock_ref) {
		const char *must = arena_printf(r->unit->arena, "must be held for %s", field_kind_name(f.kind));

		if (head->kind != VAL_GLOBAL) /* where it lies in its section only the linker knows */
			must = arena_printf(r->unit->arena, "bpf_spin_lock at off=%llu %s", (unsigned long long)lock.off, must);
		rule_say(r, e, VERDICT_REJECT, rests, 1, must, "'%s' needs the spin lock that guards this %s, and no lock is held here",
			 e->callee, g->head == FIELD_BIT(RB_ROOT) ? "tree" : "list");
		return true;
	}
	if (!value_is_pointer(&e->st->lock) || graph_same_object(r->unit, &e->st->lock, head))
		return false;
	said = rule_say(r, e, VERDICT_REJECT, rests, 2, "held lock and object are not in the same allocation",
			"the lock that is held does not guard this %s: it lies in another object", g->head == FIELD_BIT(RB_ROOT) ? "tree" : "list");
	note_taken(r, said, e);
	return true;
}

static bool on_kfunc(struct rules *r, const struct event *e)
{
	const struct graph_facts *g = graph_facts(e->callee);

	if (e->st->lock_ref && e->kfunc && !allowed(e->callee))
		return say(r, e, "function calls are not allowed while holding a lock",
			   arena_printf(r->unit->arena, "'%s' is called while a spin lock is held", e->callee));
	return g && g->head && on_list(r, e, g);
}

/* What bpf_spin_lock() is given must be a lock. */
static bool on_argument(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *rests[] = {p};
	const char *kernel, *what;
	struct special_field f;

	if (!e->helper || e->helper->args[e->arg].kind != ARG_SPIN_LOCK || (p->kind != VAL_MAP_VALUE && p->kind != VAL_ALLOC && p->kind != VAL_GLOBAL))
		return false;
	if (!scalar_is_const(p->s)) {
		kernel = "doesn't have constant offset. bpf_spin_lock has to be at the constant offset";
		what = "a spin lock's offset must be a constant";
	} else if (p->kind == VAL_GLOBAL || !field_record(r->unit, p) || field_pointed(r->unit, p, FIELD_BIT(SPIN_LOCK), &f)) {
		return false;
	} else if (field_find(r->unit, field_record(r->unit, p), 0, UINT64_MAX, FIELD_BIT(SPIN_LOCK), &f)) {
		kernel = arena_printf(r->unit->arena, "off %lld doesn't point to 'struct bpf_spin_lock' that is at %llu", (long long)p->off, (unsigned long long)f.off);
		what = "this is not where the object has its spin lock";
	} else {
		kernel = "has no valid bpf_spin_lock";
		what = "this object has no spin lock";
	}
	rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s", what);
	return true;
}

bool rule_lock(struct rules *r, const struct event *e)
{
	switch (e->kind) {
	case EVENT_EXIT:
		return e->st->lock_ref && e->st->nframes == 1 &&
		       say(r, e, "cannot be used inside bpf_spin_lock-ed region", "the program ends while a spin lock is held");
	case EVENT_SKBLOAD:
		return e->st->lock_ref && say(r, e, "cannot be used inside bpf_spin_lock-ed region", "the program may end here while a spin lock is held");
	case EVENT_HELPER: return on_helper(r, e);
	case EVENT_KFUNC: return on_kfunc(r, e);
	case EVENT_CALL:
		return e->st->lock_ref && global_stands(e->called) &&
		       say(r, e, "global function calls are not allowed while holding a lock",
			   arena_printf(r->unit->arena, "'%s' is a global function, and a spin lock is held", e->callee));
	default: return on_argument(r, e);
	}
}
