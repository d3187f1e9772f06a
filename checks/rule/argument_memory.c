// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * argument-memory: memory handed to a helper is not as long as the helper may use: the size argument has no bound, may be negative or
 * zero, or is larger than the memory; or a map's key or value is larger than what is passed for it.
 *
 * Kernel: check_mem_size_reg(), check_helper_mem_access(), check_func_arg(), check_kfunc_mem_size_reg().
 */
#include "rule/region.h"

#define MAX_VAR_SIZE (1 << 29) /* BPF_MAX_VAR_SIZ */

static bool bad_size(struct rules *r, const struct event *e, bool zero_ok)
{
	const struct value *rests[] = {e->ptr, e->index};
	const struct scalar *s = &e->index->s;
	struct operand o = e->instr->more->args.at[e->arg + 1];
	const char *name, *range;

	if (s->smin >= 0 && (s->umin || zero_ok) && s->umax < MAX_VAR_SIZE)
		return false;
	name = rule_name(r, e, o, "the size");
	range = rule_range(r, *s);
	if (s->smin < 0)
		rule_say(r, e, VERDICT_REJECT, rests, 2, "min value is negative, either use unsigned or 'var &= const'",
			 "%s, the size for '%s', may be negative: it is %s", name, e->callee, range);
	else if (s->umin == 0 && !zero_ok)
		rule_say(r, e, VERDICT_REJECT, rests, 2, "invalid zero-sized read", "%s, the size for '%s', may be zero: it is %s", name, e->callee, range);
	else
		rule_say(r, e, VERDICT_REJECT, rests, 2, "unbounded memory access, use 'var &= const' or 'if (var < const)'",
			 "%s, the size for '%s', has no upper bound", name, e->callee);
	return true;
}

/* The size that stands in the next parameter of a kfunc, or NULL. */
static const struct value *kfunc_size(const struct event *e)
{
	const char *next = e->arg + 1 < e->kfunc->nargs ? e->kfunc->args[e->arg + 1].name : NULL;

	return e->arg + 1 < e->nargs && (kfunc_suffix(next, "__sz") || kfunc_suffix(next, "__szk")) && e->args[e->arg + 1].kind == VAL_SCALAR ? &e->args[e->arg + 1] : NULL;
}

uint64_t argument_size(const struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;
	const struct value *given;
	uint32_t size;
	type_id type;

	if (!a)
		return e->kfunc && (given = kfunc_size(e)) ? given->s.umax : 0;
	switch (a->kind) {
	case ARG_MEM: return e->index && e->index->kind == VAL_SCALAR ? e->index->s.umax : 0;
	case ARG_FIXED_MEM: return a->size;
	case ARG_MAP_KEY:
	case ARG_MAP_VALUE:
		if (!e->map)
			return 0;
		size = a->kind == ARG_MAP_KEY ? e->map->key_size : e->map->value_size;
		type = a->kind == ARG_MAP_KEY ? e->map->key_type : e->map->value_type;
		return size ? size : type ? model_type(r->unit, type)->size : 0;
	default: return 0;
	}
}

/* The member of plain numbers that p, into a kernel object, points into; its end in bytes: btf_struct_walk(). */
static const struct field *plain_member(const struct unit *u, const struct value *p, uint64_t *end)
{
	type_id in = p->type;
	uint64_t off = (uint64_t)p->off, base = 0;

	if (p->kind != VAL_BTF || !in || !scalar_is_const(p->s) || p->off < 0)
		return NULL;
	for (int depth = 0; depth < 8; depth++) {
		const struct type *record = model_type(u, in), *t = NULL;
		const struct field *f = NULL;

		if (record->kind != TYPE_STRUCT || !record->name || strstr(record->name, "___"))
			return NULL;
		for (uint32_t i = 0; i < record->fields.n && !f; i++) {
			t = model_type(u, record->fields.at[i].type);
			if (!record->fields.at[i].bit_width && off - base >= record->fields.at[i].bit_off / 8 && off - base < record->fields.at[i].bit_off / 8 + t->size)
				f = &record->fields.at[i];
		}
		if (!f)
			return NULL;
		*end = base + f->bit_off / 8 + t->size;
		if (t->kind == TYPE_ARRAY)
			t = model_type(u, t->elem);
		else if (t->kind == TYPE_STRUCT) {
			base += f->bit_off / 8;
			in = f->type;
			continue;
		}
		return t->kind == TYPE_INT ? f : NULL;
	}
	return NULL;
}

static bool beyond_member(struct rules *r, const struct event *e, uint64_t size)
{
	const struct value *rests[] = {e->ptr, e->index};
	uint64_t end;
	const struct field *f = plain_member(r->unit, e->ptr, &end);

	if (!f || !f->name || (uint64_t)e->ptr->off + size <= end)
		return false;
	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, e->index ? 2 : 1, arena_printf(r->unit->arena, "access beyond the end of member %s", f->name),
				     "'%s' may use %llu bytes at %s, which is more than is left of the member '%s' (%llu bytes)", e->callee, (unsigned long long)size,
				     rule_name(r, e, e->operand, "this pointer"), f->name, (unsigned long long)(end - (uint64_t)e->ptr->off)),
			 e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "this pointer"));
	return true;
}

/* A kfunc's memory, with its size in the next parameter: check_kfunc_mem_size_reg(). */
static bool on_kfunc(struct rules *r, const struct event *e)
{
	const struct value *size = kfunc_size(e), *rests[] = {e->ptr, size};
	const char *own = e->kfunc->args[e->arg].name;
	struct event as_helper = *e;
	struct reach x;

	if (!size || (e->ptr->flags & VAL_MAYBE_NULL))
		return false;
	if (e->ptr->kind == VAL_SCALAR) {
		if (!machine_certain_value(e->ptr) || !size->s.umin || (scalar_is_const(e->ptr->s) && !e->ptr->s.bits.value && (kfunc_suffix(own, "__opt") || kfunc_suffix(own, "__nullable"))))
			return false;
		rule_say(r, e, VERDICT_REJECT, rests, 2, "memory, len pair leads to invalid memory access", "argument %u of '%s' must be memory of the size that argument %u tells, but %s is a number",
			 e->arg + 1, e->callee, e->arg + 2, rule_name(r, e, e->operand, "this"));
		return true;
	}
	as_helper.index = size;
	if (bad_size(r, &as_helper, true))
		return true;
	if (size->s.umax && region_read_only(r->unit, e->ptr)) {
		rule_say(r, e, VERDICT_REJECT, rests, 2, "memory, len pair leads to invalid memory access",
			 "argument %u of '%s' is memory that may only be read, and to the kernel every kfunc may write to its memory: pass a copy on the stack", e->arg + 1, e->callee);
		return true;
	}
	if (!size->s.umax || !region_left(r, e->ptr, size->s.umax, true, &x))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 2, x.kernel, "'%s' may use %llu bytes at %s, which is more than is left of %s (%llu bytes)", e->callee,
		 (unsigned long long)size->s.umax, rule_name(r, e, e->operand, "this pointer"), x.what, (unsigned long long)x.limit);
	return true;
}

/* may_access_direct_pkt_data(): of helpers, few read the packet by themselves. */
static bool no_packet(const struct event *e)
{
	return !(e->helper->flags & HELPER_PACKET_ARGS) && (e->ptr->kind == VAL_PACKET || e->ptr->kind == VAL_PACKET_META);
}

bool rule_argument_memory(struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;
	const struct value *rests[] = {e->ptr, e->index};
	const char *name;
	struct finding *f;
	struct reach x;
	uint64_t size;

	if (e->kfunc)
		return on_kfunc(r, e);
	if (!a || (a->kind != ARG_MEM && a->kind != ARG_FIXED_MEM && a->kind != ARG_MAP_KEY && a->kind != ARG_MAP_VALUE))
		return false;
	if (no_packet(e)) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "helper access to the packet is not allowed", "argument %u of '%s' cannot lie in the packet: this helper takes no packet memory",
			 e->arg + 1, e->callee);
		return true;
	}
	if (a->kind == ARG_MEM && e->index && e->index->kind == VAL_SCALAR && bad_size(r, e, e->helper->args[e->arg + 1].kind == ARG_SIZE_OR_ZERO))
		return true;
	size = argument_size(r, e);
	if (e->ptr->kind == VAL_SCALAR && a->kind == ARG_MEM && e->index && e->index->kind == VAL_SCALAR && (r->unit->final ? e->index->s.umax : e->index->s.umin)) {
		rule_say(r, e, VERDICT_REJECT, rests, 2, "type=scalar expected=fp", "'%s' may use %llu bytes at %s, which is null: without memory, the size must be 0",
			 e->callee, (unsigned long long)size, rule_name(r, e, e->operand, "this pointer"));
		return true;
	}
	if (size && beyond_member(r, e, size))
		return true;
	if (!size || !region_left(r, e->ptr, size, true, &x))
		return false;
	name = rule_name(r, e, e->operand, "this pointer");
	f = rule_say(r, e, VERDICT_REJECT, rests, e->index ? 2 : 1, x.kernel, "'%s' may use %llu bytes at %s, which is more than is left of %s (%llu bytes)", e->callee,
		     (unsigned long long)size, name, x.what, (unsigned long long)x.limit);
	rule_note_origin(r, f, e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "this pointer"));
	return true;
}
