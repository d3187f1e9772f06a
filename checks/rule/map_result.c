// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-result: a lookup in a map of maps gives the inner map, and a map's name is the map's address: neither is a value. Writes are
 * refused. Reads are not: they give what the kernel keeps in its own struct bpf_map, which is a hazard unless the program says that
 * it wants just that, with a record that is relocated.
 *
 * Kernel: check_ptr_to_map_access().
 */
#include "rule/rule.h"

static bool means_it(const struct rules *r, const struct event *e)
{
	const struct instr *i = e->operand.kind == OPND_TEMP ? &e->func->instrs.at[e->func->temps.at[e->operand.index].def] : NULL;

	return i && e->func->temps.at[e->operand.index].def < e->func->instrs.n && i->op == OP_FIELD && (model_type(r->unit, i->type)->flags & TYPE_CORE);
}

bool rule_map_result(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const char *name, *what;
	struct finding *f;

	if (e->ptr->kind == VAL_MAP_PTR && e->ptr->off < 0 && scalar_is_const(e->ptr->s) && !e->ptr->s.bits.value) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid negative access: off=", "%s %lld bytes before the map itself", e->write ? "a write" : "a read", (long long)-e->ptr->off);
		return true;
	}
	if (e->ptr->kind != VAL_MAP_PTR || (!e->write && means_it(r, e)))
		return false;
	name = rule_name(r, e, rule_base(e, e->operand), "this");
	what = e->ptr->flags & VAL_INNER ? "the inner map, not a value in it" : "the map itself, not a value in it";
	f = e->write ? rule_say(r, e, VERDICT_REJECT, rests, 1, "only read from ", "%s is %s: it cannot be written", name, what)
		     : rule_say(r, e, VERDICT_HAZARD, rests, 1, NULL, "%s is %s: what is read here is the kernel's own record of the map", name, what);
	rule_note_origin(r, f, e, e->ptr, name);
	if (e->ptr->flags & VAL_INNER)
		rule_note(r, f, rule_place(r, e->instr), "a lookup in this map gives a value");
	return e->write;
}
