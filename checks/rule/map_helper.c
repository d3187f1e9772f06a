// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-helper: a helper is called on a map whose type it does not work on. Which goes with which is a table of the kernel facts.
 *
 * Kernel: check_map_func_compatibility().
 */
#include "rule/rule.h"

/* Two cases stop at an argument, before the table is asked: the jump through a map of programs, and keys where there are none. */
static const char *kernel_words(struct rules *r, const struct event *e, const struct map_facts *k)
{
	if (e->helper->id == HELPER_tail_call)
		return "expected prog array map for tail call";
	if (e->helper->args[1].kind == ARG_MAP_KEY && k->key == SIZE_ZERO)
		return "invalid zero-sized read";
	return arena_printf(r->unit->arena, "cannot pass map_type %d into func %s#%u", (int)k->type, e->helper->name, e->helper->id);
}

/* check_helper_call(): the second argument of bpf_get_local_storage() is nothing but 0. */
static bool storage_flags(struct rules *r, const struct event *e)
{
	const struct value *flags = e->nargs > 1 ? &e->args[1] : NULL, *rests[] = {flags};

	if (e->helper->id != HELPER_get_local_storage || !flags || (flags->kind != VAL_SCALAR && !value_is_pointer(flags)) ||
	    (flags->kind == VAL_SCALAR && scalar_is_const(flags->s) && !flags->s.bits.value))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, "get_local_storage() doesn't support non-zero flags", "the flags of '%s' must be 0, and to the verifier they are %s",
		 e->helper->name, flags->kind == VAL_SCALAR ? rule_range(r, flags->s) : "a pointer");
	return true;
}

bool rule_map_helper(struct rules *r, const struct event *e)
{
	const struct map_facts *k = e->map ? kernel_map((enum map_type)e->map->map_type) : NULL;
	struct finding *f;

	if (!k || !e->helper)
		return false;
	if (kernel_map_helper_at(k->type, e->helper->id, PROG_UNSPEC, ATTACH_NONE, e->m->kernel) != FACT_NO) {
		if (storage_flags(r, e))
			return true;
		if (!e->m->prog || !e->m->section || kernel_map_helper_at(k->type, e->helper->id, e->m->prog->type, e->m->section->attach, e->m->kernel) != FACT_NO)
			return false;
		rule_say(r, e, VERDICT_REJECT, NULL, 0, k->type == MAP_SOCKMAP || k->type == MAP_SOCKHASH ? "cannot update sockmap in this context" : kernel_words(r, e, k),
			 "'%s' does not work on map %s in programs of type %s", e->helper->name, rule_map_words(r, e->map), e->m->prog->name);
		return true;
	}
	f = rule_say(r, e, VERDICT_REJECT, NULL, 0, kernel_words(r, e, k), "'%s' does not work on map %s", e->helper->name, rule_map_words(r, e->map));
	rule_note(r, f, &e->map->pos, "'%s' is defined here", e->map->name ? e->map->name : "the map");
	return true;
}
