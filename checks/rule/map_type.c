// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-type: what is behind a pointer and what the map says is there are two types, and void * hides it. The result of a lookup is seen
 * as a record that is larger than the value, or of the same size and cut differently; or what is passed as key or value is. The
 * kernel compares sizes only, and only where an access leaves the value; so this is a hazard, and the bytes are mixed up in silence.
 */
#include "rule/layout.h"
#include "rule/rule.h"

static const char *type_name(struct rules *r, type_id t)
{
	return model_type_name(r->unit, t);
}

static void note_side(struct rules *r, struct finding *f, const struct map *map, bool key)
{
	type_id t = key ? map->key_type : map->value_type;

	if (f && t)
		rule_note(r, f, key ? &map->key_pos : &map->value_pos, "the %s of map %s is '%s', %llu bytes", key ? "key" : "value", rule_map_words(r, map),
			  type_name(r, t), (unsigned long long)model_type(r->unit, t)->size);
}

/* ---- results ---- */

static void on_cast(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr;
	const struct map *map = p->kind == VAL_MAP_VALUE ? &r->unit->maps.at[p->object] : NULL;
	const struct type *to = model_type(r->unit, e->type);
	uint64_t size, at;
	const char *name;

	if (!map || to->kind != TYPE_PTR || p->off < 0 || !scalar_is_const(p->s) || p->s.bits.value || !layout_is_told(r->unit, to->elem))
		return;
	name = rule_name(r, e, e->operand, "the result of the lookup");
	size = model_type(r->unit, to->elem)->size;
	if ((uint64_t)p->off + size > p->mem_size) {
		note_side(r, rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "%s becomes a pointer to '%s' (%llu bytes), but the value of map %s has %u%s", name, type_name(r, to->elem),
				      (unsigned long long)size, rule_map_words(r, map), p->mem_size, p->off ? arena_printf(r->unit->arena, " and this is byte %lld of it", (long long)p->off) : ""),
			  map, false);
		return;
	}
	if (p->off || size != p->mem_size || !map->value_type || !layout_is_told(r->unit, map->value_type))
		return;
	at = layout_differs(r->unit, map->value_type, to->elem, size);
	if (at < size)
		note_side(r, rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "%s becomes a pointer to '%s', but the values of map %s are '%s': from byte %llu on they differ", name,
				      type_name(r, to->elem), rule_map_words(r, map), type_name(r, map->value_type), (unsigned long long)at),
			  map, false);
}

/* ---- arguments ---- */

/* The object or pointee that the source passes, before it became void *; `whole` when it is a variable of its own. */
static type_id passed(const struct unit *u, const struct event *e, uint64_t *left)
{
	struct operand o = e->operand;

	*left = UINT64_MAX;
	while (o.kind == OPND_TEMP) {
		uint32_t def = e->func->temps.at[o.index].def;
		const struct instr *i = def < e->func->instrs.n ? &e->func->instrs.at[def] : NULL;
		const struct type *t = model_type(u, e->func->temps.at[o.index].type);

		if (i && op_info[i->op].shape == SHAPE_CAST && (t->kind != TYPE_PTR || !model_type(u, t->elem)->size)) {
			o = i->a;
			continue;
		}
		return t->kind == TYPE_PTR ? t->elem : 0;
	}
	if (o.kind == OPND_LOCAL && o.imm >= 0 && (uint64_t)o.imm < e->func->locals.at[o.index].size) {
		*left = e->func->locals.at[o.index].size - (uint64_t)o.imm;
		return o.imm ? 0 : e->func->locals.at[o.index].type;
	}
	if (o.kind == OPND_GLOBAL && o.imm >= 0 && (uint64_t)o.imm < u->globals.at[o.index].size) {
		*left = u->globals.at[o.index].size - (uint64_t)o.imm;
		return o.imm ? 0 : u->globals.at[o.index].type;
	}
	return 0;
}

static bool is_number(const struct type *t)
{
	return (t->kind == TYPE_INT || t->kind == TYPE_ENUM) && t->size > 1;
}

static void on_argument(struct rules *r, const struct event *e)
{
	bool key = e->helper->args[e->arg].kind == ARG_MAP_KEY;
	type_id want = key ? e->map->key_type : e->map->value_type, has;
	const struct type *w = model_type(r->unit, want), *h;
	uint64_t size = key ? e->map->key_size : e->map->value_size, left, at;
	const char *name, *side = key ? "key" : "value", *map;
	bool too_short, other_number;

	if (!size)
		size = w->size;
	has = passed(r->unit, e, &left);
	h = model_type(r->unit, has);
	too_short = left < size;
	other_number = is_number(w) && is_number(h) && w->size != h->size;
	at = layout_is_told(r->unit, want) && layout_is_told(r->unit, has) && h->size >= w->size ? layout_differs(r->unit, want, has, w->size) : w->size;
	if (!too_short && !other_number && at >= w->size)
		return;
	name = rule_name(r, e, e->operand, "this");
	map = rule_map_words(r, e->map);
	if (too_short)
		note_side(r, rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "'%s' uses %llu bytes at %s, the %s of map %s, but only %llu are there: the rest is what lies behind it", e->callee,
				      (unsigned long long)size, name, side, map, (unsigned long long)left),
			  e->map, key);
	else if (other_number)
		note_side(r, rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "%s is '%s' (%llu bytes), but the %s of map %s is '%s' (%llu bytes)", name, type_name(r, has), (unsigned long long)h->size,
				      side, map, type_name(r, want), (unsigned long long)w->size),
			  e->map, key);
	else
		note_side(r, rule_say(r, e, VERDICT_HAZARD, NULL, 0, NULL, "%s is '%s', but the %s of map %s is '%s': from byte %llu on they differ", name, type_name(r, has), side, map,
				      type_name(r, want), (unsigned long long)at),
			  e->map, key);
}

bool rule_map_type(struct rules *r, const struct event *e)
{
	if (e->kind == EVENT_CAST)
		on_cast(r, e);
	else if (e->map && e->helper && (e->helper->args[e->arg].kind == ARG_MAP_KEY || e->helper->args[e->arg].kind == ARG_MAP_VALUE))
		on_argument(r, e);
	return false;
}
