// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * callback: what a helper hands to the function that it calls. One row a helper: which argument is the function, and
 * what its parameters are then.
 *
 * Kernel: set_map_elem_callback_state(), set_loop_callback_state(), set_timer_callback_state(),
 * set_find_vma_callback_state(), set_user_ringbuf_callback_state().
 */
#include "machine/machine.h"

enum handed { HANDED_NOTHING, HANDED_MAP, HANDED_KEY, HANDED_VALUE, HANDED_COUNT, HANDED_CONTEXT, HANDED_TASK, HANDED_VMA, HANDED_DYNPTR, HANDED_UNKNOWN };

static const struct {
	uint16_t helper;
	uint8_t function, context; /* argument numbers; context 255: none */
	enum callback_kind kind;
	uint8_t params[4];
} rows[] = {
	{164 /* for_each_map_elem */, 1, 2, CALLBACK_SYNC, {HANDED_MAP, HANDED_KEY, HANDED_VALUE, HANDED_CONTEXT}},
	{170 /* timer_set_callback */, 1, 255, CALLBACK_ASYNC, {HANDED_UNKNOWN, HANDED_UNKNOWN, HANDED_UNKNOWN}},
	{180 /* find_vma */, 2, 3, CALLBACK_SYNC, {HANDED_TASK, HANDED_VMA, HANDED_CONTEXT}},
	{181 /* loop */, 1, 2, CALLBACK_SYNC, {HANDED_COUNT, HANDED_CONTEXT}},
	{209 /* user_ringbuf_drain */, 1, 2, CALLBACK_SYNC, {HANDED_DYNPTR, HANDED_CONTEXT}},
};

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

bool machine_callback(struct machine *m, const struct helper_facts *h, const struct value *args, uint32_t nargs)
{
	for (size_t r = 0; r < ARRAY_LEN(rows); r++) {
		const struct value *f;

		if (rows[r].helper != h->id || rows[r].function >= nargs)
			continue;
		f = &args[rows[r].function];
		if (f->kind != VAL_FUNC || !m->unit->funcs.at[f->object].blocks.n)
			return false;
		m->callback.func = &m->unit->funcs.at[f->object];
		m->callback.kind = rows[r].kind;
		m->callback.most = UINT64_MAX;
		if (h->id == HELPER_loop && args[0].kind == VAL_SCALAR && !args[0].taint)
			m->callback.most = args[0].s.umax;
		for (m->callback.nargs = 0; m->callback.nargs < 4 && rows[r].params[m->callback.nargs]; m->callback.nargs++) {
			struct value *v = &m->callback.args[m->callback.nargs];

			switch (rows[r].params[m->callback.nargs]) {
			case HANDED_MAP: *v = args[0]; break;
			case HANDED_KEY: *v = map_part(m, &args[0], true); break;
			case HANDED_VALUE: *v = map_part(m, &args[0], false); break;
			case HANDED_COUNT: *v = machine_fresh(m, scalar_bits(32)); break;
			case HANDED_CONTEXT: *v = context(m, rows[r].context < nargs ? &args[rows[r].context] : NULL); break;
			case HANDED_TASK:
			case HANDED_VMA:
				*v = machine_object(m, intern_str(m->unit->names, rows[r].params[m->callback.nargs] == HANDED_TASK ? "task_struct" : "vm_area_struct"), 0);
				v->flags = VAL_TRUSTED;
				break;
			case HANDED_DYNPTR: *v = dynptr(m); break;
			default: *v = value_unknown(TAINT_OPAQUE); break;
			}
		}
		return true;
	}
	return false;
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
