// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lock: while a bpf_spin_lock is held a program may call nothing but what unlocks it, static functions of its own, and the kfuncs of
 * lists and trees; these want the lock that lies in the same object. It may not take a second lock and may not end. Only the
 * lock that is held can be given back. Resilient ones (bpf_res_spin_lock) nest, in order, and tell by their result whether they were taken.
 *
 * Kernel: process_spin_lock(), do_check() "function calls are not allowed while holding a lock", check_reg_allocation_locked(),
 * check_resource_leak(), kfunc_spin_allowed().
 */
#include "machine/bracket.h"
#include "machine/global.h"
#include "machine/graph.h"
#include "rule/rule.h"

static void note_taken(struct rules *r, struct finding *f, const struct event *e)
{
	uint32_t ref = e->st->nheld ? e->st->held[e->st->nheld - 1].ref : e->st->lock_ref;

	for (uint32_t i = 0; f && i < e->st->refs.n; i++)
		if (e->st->refs.at[i].id == ref)
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
	bool held = bracket_locked(e->st);

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
	if (!e->st->lock_ref || !e->nargs || !value_is_pointer(&e->args[0]) || !value_is_pointer(&e->st->lock) || graph_same_object(r->unit, &e->st->lock, &e->args[0]))
		return false;
	note_taken(r, rule_say(r, e, VERDICT_REJECT, rests, 2, "bpf_spin_unlock of different lock", "the lock that is given back is not the one that is held"), e);
	return true;
}

/* Kfuncs that may be called under a spin lock. */
static bool allowed(const char *kfunc)
{
	static const char *const more[] = {
		"bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy", "bpf_res_spin_lock", "bpf_res_spin_unlock",
		"bpf_res_spin_lock_irqsave", "bpf_res_spin_unlock_irqrestore",
	};
	const struct graph_facts *g = kernel_graph(kfunc);

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

	if (!e->nargs || (head->flags & VAL_MAYBE_NULL) || !field_pointed(r->unit, head, g->head, &f) || !find_lock(r->unit, head, &lock) || lock.kind != FIELD_SPIN_LOCK)
		return false;
	if (e->st->nheld || (!e->st->lock_ref && e->st->refs_unsure))
		return false;
	if (!e->st->lock_ref) {
		const char *must = arena_printf(r->unit->arena, "must be held for %s", kernel_field(f.kind)->name);

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

/* A resilient spin lock is taken: not the one that is held already. */
static bool on_take(struct rules *r, const struct event *e)
{
	for (uint32_t i = 0; e->nargs && i < e->st->nheld; i++) {
		const struct value *rests[] = {&e->st->held[i].lock, &e->args[0]};

		if (!value_is_pointer(&e->args[0]) || !value_is_pointer(rests[0]) || !graph_same_object(r->unit, rests[0], rests[1]))
			continue;
		note_taken(r, rule_say(r, e, VERDICT_REJECT, rests, 2, "Acquiring the same lock again, AA deadlock detected",
				       "this lock is held already: '%s' would wait for ever", e->callee), e);
		return true;
	}
	return false;
}

static bool on_give_back(struct rules *r, const struct event *e, const struct bracket_facts *b)
{
	const struct held *last = e->st->nheld ? &e->st->held[e->st->nheld - 1] : NULL;
	const struct value *p = &e->args[0], *rests[] = {p, last ? &last->lock : NULL};
	const char *kernel = "bpf_res_spin_unlock of different lock", *what = "the lock that is given back is not the one that is held";
	bool held = false;

	if (!e->nargs || e->st->refs_unsure || (!last && (e->m->global_func || e->st->frames[e->st->nframes - 1].callback)))
		return false;
	if (!last || last->result) {
		kernel = "bpf_res_spin_unlock without taking a lock";
		what = last ? "this lock may not have been taken: check the result of the call that takes it" : "a lock is given back that this path did not take";
		note_taken(r, rule_say(r, e, VERDICT_REJECT, rests, 0, kernel, "%s", what), e);
		return true;
	}
	if (!value_is_pointer(p) || !value_is_pointer(&last->lock) || (graph_same_object(r->unit, &last->lock, p) && last->kind == b->kind))
		return false;
	for (const struct held *h = e->st->held; h < last; h++)
		held |= h->kind == b->kind && value_is_pointer(&h->lock) && graph_same_object(r->unit, &h->lock, p);
	if (held) {
		kernel = "bpf_res_spin_unlock cannot be out of order";
		what = "the lock that was taken last has to be given back first";
	}
	note_taken(r, rule_say(r, e, VERDICT_REJECT, rests, 2, kernel, "%s", what), e);
	return true;
}

static bool on_kfunc(struct rules *r, const struct event *e)
{
	const struct graph_facts *g = kernel_graph(e->callee);
	const struct bracket_facts *b = kernel_bracket(e->callee);

	if (b && (b->kind == BRACKET_LOCK || b->kind == BRACKET_LOCK_IRQ))
		return b->by > 0 ? on_take(r, e) : on_give_back(r, e, b);
	if (bracket_locked(e->st) && e->kfunc && !allowed(e->callee))
		return say(r, e, "function calls are not allowed while holding a lock",
			   arena_printf(r->unit->arena, "'%s' is called while a spin lock is held", e->callee));
	return g && g->head && on_list(r, e, g);
}

/* What a function that takes or gives back a lock is given must be one. */
static bool on_argument(struct rules *r, const struct event *e)
{
	const struct bracket_facts *b = e->helper ? NULL : kernel_bracket(e->callee);
	bool resilient = b && (b->kind == BRACKET_LOCK || b->kind == BRACKET_LOCK_IRQ);
	enum field_kind kind = resilient ? FIELD_RES_SPIN_LOCK : FIELD_SPIN_LOCK;
	const struct value *p = e->ptr, *rests[] = {p};
	const char *kernel, *what, *name = kernel_field(kind)->name;
	struct special_field f;

	if ((!resilient || e->arg) && (!e->helper || e->helper->args[e->arg].kind != ARG_SPIN_LOCK))
		return false;
	if (resilient && p->kind != VAL_MAP_VALUE && p->kind != VAL_ALLOC && p->kind != VAL_GLOBAL) {
		if (p->kind == VAL_UNKNOWN || p->kind == VAL_UNINIT)
			return false;
		kernel = "doesn't point to map value or allocated object";
		what = "a lock must lie in a map's value or in an object from bpf_obj_new()";
	} else if (p->kind != VAL_MAP_VALUE && p->kind != VAL_ALLOC && p->kind != VAL_GLOBAL) {
		return false;
	} else if (!scalar_is_const(p->s)) {
		kernel = arena_printf(r->unit->arena, "doesn't have constant offset. %s has to be at the constant offset", name);
		what = "a spin lock's offset must be a constant";
	} else if (p->kind == VAL_GLOBAL || !field_record(r->unit, p) || field_pointed(r->unit, p, 1u << kind, &f)) {
		return false;
	} else if (field_find(r->unit, field_record(r->unit, p), 0, UINT64_MAX, 1u << kind, &f)) {
		kernel = arena_printf(r->unit->arena, "off %lld doesn't point to 'struct %s' that is at %llu", (long long)p->off, name, (unsigned long long)f.off);
		what = "this is not where the object has its spin lock";
	} else {
		kernel = arena_printf(r->unit->arena, "has no valid %s", name);
		what = "this object has no such lock";
	}
	rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s", what);
	return true;
}

bool rule_lock(struct rules *r, const struct event *e)
{
	switch (e->kind) {
	case EVENT_EXIT:
		return bracket_locked(e->st) && !(e->st->nheld && e->st->refs_unsure) && e->st->nframes == 1 &&
		       say(r, e, "cannot be used inside bpf_spin_lock-ed region", "the program ends while a spin lock is held");
	case EVENT_SKBLOAD:
		return bracket_locked(e->st) && say(r, e, "cannot be used inside bpf_spin_lock-ed region", "the program may end here while a spin lock is held");
	case EVENT_HELPER: return on_helper(r, e);
	case EVENT_KFUNC: return on_kfunc(r, e);
	case EVENT_CALL:
		return bracket_locked(e->st) && global_stands(e->called) &&
		       say(r, e, "global function calls are not allowed while holding a lock",
			   arena_printf(r->unit->arena, "'%s' is a global function, and a spin lock is held", e->callee));
	default: return on_argument(r, e);
	}
}
