// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-helper: a helper is called on a map whose type it does not work on. Which goes with which is a table of the kernel facts.
 *
 * Kernel: check_map_func_compatibility().
 */
#include "rule/rule.h"

bool rule_map_helper(struct rules *r, const struct event *e)
{
	const struct map_facts *k = e->map ? kernel_map((enum map_type)e->map->map_type) : NULL;
	struct finding *f;

	if (!k || !e->helper || kernel_map_helper(k->type, e->helper->id) != FACT_NO)
		return false;
	f = rule_say(r, e, VERDICT_REJECT, NULL, 0,
		     arena_printf(r->unit->arena, "cannot pass map_type %d into func %s#%u", (int)k->type, e->helper->name, e->helper->id),
		     "'%s' does not work on map %s", e->helper->name, rule_map_words(r, e->map));
	rule_note(r, f, &e->map->pos, "'%s' is defined here", e->map->name ? e->map->name : "the map");
	return true;
}
