// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * callback: what a helper or kfunc hands to the function that it calls, as the facts say.
 *
 * Kernel: set_map_elem_callback_state(), set_loop_callback_state(), set_find_vma_callback_state(), set_user_ringbuf_callback_state(),
 * set_timer_callback_state(), set_task_work_schedule_callback_state().
 */
#include "machine/machine.h"

static struct value map_part(struct machine *m, const struct value *map_ptr, bool key)
{
	const struct map *map = map_ptr->kind == VAL_MAP_PTR && !map_ptr->taint ? &m->unit->maps.at[map_ptr->object] : NULL;
	struct value v = value_scalar(scalar_const(0));
	type_id type = map ? key ? map->key_type : map->value_type : 0;
	uint32_t size = map ? key ? map->key_size : map->value_size : 0;

	if (!size && type)
		size = (uint32_t)model_type(m->unit, type)->size;
	if (!map || map->form == MAP_EXTERN || !size)
		return value_unknown(TAINT_OPAQUE);
	v.kind = key ? VAL_MAP_KEY : VAL_MAP_VALUE;
	v.flags = key ? VAL_RDONLY : 0;
	v.object = map_ptr->object;
	v.mem_size = size;
	v.type = type;
	v.instance = ++m->next_instance;
	return v;
}

/* CONST_PTR_TO_DYNPTR */
static struct value dynptr(struct machine *m)
{
	struct value v = value_scalar(scalar_const(0));

	v.kind = VAL_DYNPTR;
	v.instance = ++m->next_instance;
	return v;
}

/* What the program passes on. Null is a number like others to the callback, which is compiled on its own. */
static struct value context(struct machine *m, const struct value *passed)
{
	struct value v = passed ? *passed : value_unknown(TAINT_OPAQUE);

	if (v.kind == VAL_SCALAR && !v.origin)
		v.origin = machine_birth(m, m->program, NULL, "what the callback is given as its context");
	return v;
}

/* The map itself, or the one in a value of which the timer (or what it is) lies. */
static struct value map_of(const struct value *v)
{
	struct value map = value_scalar(scalar_const(0));

	if (v->kind == VAL_MAP_PTR)
		return *v;
	if (v->kind != VAL_MAP_VALUE || v->taint || (v->flags & VAL_MAYBE_NULL))
		return value_unknown(TAINT_OPAQUE);
	map.kind = VAL_MAP_PTR;
	map.object = v->object;
	return map;
}

static struct value handed(struct machine *m, const struct callback_facts *c, enum handed what, const struct value *args, uint32_t nargs)
{
	struct value map = c->map < nargs ? map_of(&args[c->map]) : value_unknown(TAINT_OPAQUE), v;

	switch (what) {
	case HANDED_MAP: return map;
	case HANDED_KEY: return map_part(m, &map, true);
	case HANDED_VALUE: return map_part(m, &map, false);
	case HANDED_COUNT: return machine_fresh(m, scalar_bits(32));
	case HANDED_CONTEXT: return context(m, c->context < nargs ? &args[c->context] : NULL);
	case HANDED_TASK:
	case HANDED_VMA:
		v = machine_object(m, intern_str(m->unit->names, what == HANDED_TASK ? "task_struct" : "vm_area_struct"), 0);
		v.flags = VAL_TRUSTED;
		return v;
	case HANDED_DYNPTR: return dynptr(m);
	default: return value_unknown(TAINT_OPAQUE);
	}
}

bool machine_callback(struct machine *m, const char *name, const struct value *args, uint32_t nargs)
{
	const struct callback_facts *c = kernel_callback(name);
	const struct value *f = c && c->function < nargs ? &args[c->function] : NULL;
	bool counted;

	if (!f || f->kind != VAL_FUNC || !m->unit->funcs.at[f->object].blocks.n)
		return false;
	m->callback.func = &m->unit->funcs.at[f->object];
	m->callback.kind = c->later ? CALLBACK_ASYNC : CALLBACK_SYNC;
	m->callback.most = UINT64_MAX;
	m->callback.sleeps = c->sleeps;
	m->callback.range = c->range;
	counted = c->params[0] == HANDED_COUNT;
	m->callback.perhaps = counted && args[0].taint;
	if (counted && args[0].kind == VAL_SCALAR && !args[0].taint)
		m->callback.most = args[0].s.umax;
	for (m->callback.nargs = 0; m->callback.nargs < ARRAY_LEN(c->params) && c->params[m->callback.nargs]; m->callback.nargs++)
		m->callback.args[m->callback.nargs] = handed(m, c, c->params[m->callback.nargs], args, nargs);
	return true;
}

const struct callback *state_later(const struct state *st)
{
	for (uint32_t i = st->nframes; i--;)
		if (st->frames[i].callback == CALLBACK_ASYNC)
			return st->frames[i].made;
	return NULL;
}

struct value callback_argument(struct machine *m, const struct value *last)
{
	struct value v = *last;

	if (v.kind == VAL_SCALAR && !scalar_is_const(v.s)) {
		v.id = ++m->next_id;
		v.delta = 0;
	} else if (v.kind == VAL_MAP_KEY || v.kind == VAL_MAP_VALUE) {
		v.instance = ++m->next_instance;
	}
	return v;
}
