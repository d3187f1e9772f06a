// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * special-field: a member that belongs to the kernel (a lock, a timer, a list head, a kptr) is read or written like a plain one, by
 * the program or by a helper that gets memory around it. A kptr may be read and written, but only whole. Or it is in a map of a type that takes no
 * such member: libbpf then makes the map without types, and the helpers that want one do not find it.
 *
 * Kernel: map_check_btf(), process_spin_lock(), process_timer_func(), process_kptr_func(), check_map_access(), check_map_kptr_access(), btf_struct_access().
 */
#include "machine/fields.h"
#include "machine/trust.h"
#include "rule/region.h"

/* ---- maps that take no such member ---- */

/* Kernels before `since` do not know the member, and so have nothing against it. */
static uint32_t takes(const struct map *map, uint32_t kver)
{
	static const struct {
		uint32_t special, fields, since;
	} rows[] = {
		{SPECIAL_SPIN_LOCK, FIELD_BIT(SPIN_LOCK), KVER(5, 1)}, {SPECIAL_TIMER, FIELD_BIT(TIMER), KVER(5, 15)},
		{SPECIAL_KPTR, FIELD_BIT(KPTR_UNREF) | FIELD_BIT(KPTR_REF), KVER(5, 19)}, {SPECIAL_GRAPH, FIELD_BIT(LIST_HEAD), KVER(6, 2)},
		{SPECIAL_GRAPH, FIELD_BIT(RB_ROOT), KVER(6, 3)}, {SPECIAL_KPTR, FIELD_BIT(REFCOUNT), KVER(6, 4)}, {SPECIAL_KPTR, FIELD_BIT(KPTR_PERCPU), KVER(6, 7)},
		{SPECIAL_TIMER, FIELD_BIT(WQ), KVER(6, 10)}, {SPECIAL_UPTR, FIELD_BIT(UPTR), KVER(6, 13)}, {SPECIAL_SPIN_LOCK, FIELD_BIT(RES_SPIN_LOCK), KVER(6, 15)},
		{SPECIAL_TIMER, FIELD_BIT(TASK_WORK), KVER(6, 18)},
	};
	const struct map_facts *k = kernel_map((enum map_type)map->map_type);
	uint32_t fields = 0;

	for (size_t i = 0; k && i < ARRAY_LEN(rows); i++)
		fields |= kver < rows[i].since || kernel_map_special(k, kver) & rows[i].special ? rows[i].fields : 0;
	return k && kver <= KVER_NEWEST ? fields : FIELDS_ALL;
}

/* A member that the map's type does not take. */
static bool misplaced(const struct rules *r, const struct map *map, uint32_t kver, struct special_field *f)
{
	return map->form == MAP_BTF && map->value_type && field_find(r->unit, map->value_type, 0, UINT64_MAX, FIELDS_MAP & ~takes(map, kver), f);
}

/* ---- accesses ---- */

static const char *kptr_refused(const struct event *e, const struct special_field *f, const char **what)
{
	const struct value *p = e->ptr;

	if (e->kind == EVENT_ARGUMENT) {
		*what = "a helper may not read or write a kptr";
		return "kptr cannot be accessed indirectly by helper";
	}
	if (e->op != OP_LOAD && e->op != OP_STORE)
		return NULL; /* a copy of the whole may be made member by member */
	if (e->write && f->kind != FIELD_KPTR_UNREF) {
		*what = f->kind == FIELD_UPTR ? "a program may not write a uptr" : "an owned kptr is only changed by bpf_kptr_xchg()";
		return f->kind == FIELD_UPTR ? "store to uptr disallowed" : "store to referenced kptr disallowed";
	}
	if (!scalar_is_const(p->s)) {
		*what = "a kptr is reached at an offset that is not constant";
		return "kptr access cannot have variable offset";
	}
	if ((uint64_t)p->off != f->off) {
		*what = "a kptr is read or written in part";
		return "kptr access misaligned expected=";
	}
	*what = "a kptr is read or written in part";
	return e->size == 8 ? NULL : "kptr access size must be BPF_DW";
}

static bool touched(struct rules *r, const struct event *e, uint64_t size, struct special_field *f)
{
	uint32_t kver = e->m->kernel;
	const struct value *p = e->ptr;
	type_id record = field_record(r->unit, p);
	uint32_t kinds = p->kind == VAL_ALLOC ? FIELDS_ALL : FIELDS_MAP;
	int64_t lo = p->off, hi = p->off;

	if (!record || !size || (p->kind == VAL_MAP_VALUE && misplaced(r, &r->unit->maps.at[p->object], kver, f)))
		return false;
	if (!scalar_is_const(p->s)) {
		if (p->s.smin < 0 || p->s.umax > INT32_MAX || p->kind == VAL_ALLOC)
			return false;
		lo += (int64_t)p->s.umin;
		hi += (int64_t)p->s.umax;
	}
	return lo >= 0 && field_find(r->unit, record, (uint64_t)lo, (uint64_t)hi + size, kinds, f);
}

/* Where bpf_kptr_xchg() puts its pointer. */
static bool on_exchange(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *rests[] = {p};
	type_id record = field_record(r->unit, p);
	const char *kernel = NULL, *what = "an owned kptr";
	struct special_field f;

	if (!record)
		return false;
	if (!scalar_is_const(p->s))
		kernel = "doesn't have constant offset. kptr has to be at the constant offset";
	else if (p->kind != VAL_GLOBAL && !field_find(r->unit, record, 0, UINT64_MAX, FIELDS_KPTR, &f))
		kernel = "has no valid kptr";
	else if (p->kind != VAL_GLOBAL && !field_pointed(r->unit, p, FIELDS_KPTR, &f))
		kernel = arena_printf(r->unit->arena, "off=%lld doesn't point to kptr", (long long)p->off);
	else if (field_pointed(r->unit, p, FIELD_BIT(KPTR_UNREF), &f))
		kernel = arena_printf(r->unit->arena, "off=%lld kptr isn't referenced kptr", (long long)p->off);
	if (!kernel)
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "argument %u of '%s' must point to %s", e->arg + 1, e->callee, what);
	return true;
}

/* Does the record behind v have one of its own at that offset? */
static bool holds_record(const struct unit *u, const struct value *v)
{
	const struct type *t = model_type(u, v->type);

	for (uint32_t i = 0; i < t->fields.n; i++)
		if (t->fields.at[i].bit_off == (uint64_t)v->off * 8 && model_type_is_record(u, t->fields.at[i].type))
			return true;
	return false;
}

/* What is put into a kptr must be an object of its type: map_kptr_match_type(). */
static bool does_not_match(struct rules *r, const struct event *e, const struct special_field *f, const struct value *v)
{
	const struct type *pointer = model_type(r->unit, f->type);
	const char *want = pointer->kind == TYPE_PTR ? model_type(r->unit, pointer->elem)->name : NULL, *what, *kernel = "invalid kptr access";
	const struct value *rests[] = {v};

	if (!want || v->kind == VAL_UNKNOWN || v->kind == VAL_UNINIT || (v->kind == VAL_SCALAR && scalar_is_const(v->s) && !v->s.bits.value))
		return false;
	want = strncmp(want, "struct ", 7) ? want : want + 7;
	if (v->kind != VAL_BTF && v->kind != VAL_ALLOC) {
		what = "something else";
	} else if (!scalar_is_const(v->s)) {
		kernel = "disallowed";
		what = "moved by what is not a constant";
	} else if (v->off) {
		if (!v->type || holds_record(r->unit, v))
			return false;
		what = "the middle of one";
	} else if (v->type && !trust_is_a(r->unit, v->type, want)) {
		what = "of another type";
	} else {
		return false;
	}
	rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "a kptr takes a 'struct %s *', and this is %s", want, what);
	return true;
}

/* ---- definitions ---- */

/* Maps that must have types have no second try. */
static void definition(struct rules *r, const struct event *e)
{
	const struct map_facts *k = kernel_map((enum map_type)e->map->map_type);
	struct special_field f;

	if (k && k->btf_required && e->m->kernel >= k->since && misplaced(r, e->map, e->m->kernel, &f))
		rule_say_at(r, VERDICT_REJECT, NULL, e->map->value_pos.file ? &e->map->value_pos : &e->map->pos, "failed to create: ",
			    "the value of map '%s' holds a '%s', which %s does not take", e->map->name ? e->map->name : "an inner map", kernel_field(f.kind)->name, k->name);
}

static bool not_found(struct rules *r, const struct event *e)
{
	static const char *const users[ARG_KINDS] = {[ARG_SPIN_LOCK] = "bpf_spin_lock", [ARG_TIMER] = "bpf_timer", [ARG_KPTR_XCHG_DEST] = "bpf_kptr_xchg"};
	const char *user = e->kind == EVENT_ARGUMENT && e->helper ? users[e->helper->args[e->arg].kind] : NULL;
	const struct map *map = user && e->ptr->kind == VAL_MAP_VALUE ? &r->unit->maps.at[e->ptr->object] : NULL;
	const struct value *rests[] = {e->ptr};
	struct special_field f;

	if (!map || !map->name || !misplaced(r, map, e->m->kernel, &f))
		return false;
	rule_note(r, rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "map '%s' has to have BTF in order to use %s", map->name, user),
			      "'%s' finds nothing in '%s': maps of type %s do not take a '%s'", e->callee, map->name, kernel_map((enum map_type)map->map_type)->name,
			      kernel_field(f.kind)->name),
		  &map->pos, "libbpf creates '%s' without types when the kernel does not take them", map->name);
	return true;
}

/* What is started in a map's value is told which map that is: check_func_arg(), check_kfunc_args(). */
static bool of_another_map(struct rules *r, const struct event *e)
{
	static const struct {
		const char *callee, *word;
		uint32_t kind, arg; /* the map's; the one before it lies in a value */
	} starts[] = {
		{"bpf_timer_init", "timer", FIELD_BIT(TIMER), 1}, {"bpf_wq_init", "workqueue", FIELD_BIT(WQ), 1},
		{"bpf_task_work_schedule_signal_impl", "bpf_task_work", FIELD_BIT(TASK_WORK), 2},
		{"bpf_task_work_schedule_resume_impl", "bpf_task_work", FIELD_BIT(TASK_WORK), 2},
	};
	const struct value *at = e->arg ? &e->args[e->arg - 1] : e->ptr, *map = e->ptr, *rests[] = {at, map};
	struct special_field f;

	if (at->kind != VAL_MAP_VALUE || map->kind != VAL_MAP_PTR || at->object == map->object)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		type_id value = r->unit->maps.at[map->object].value_type;

		if (e->arg != starts[i].arg || strcmp(e->callee, starts[i].callee) || !value || !field_find(r->unit, value, 0, UINT64_MAX, starts[i].kind, &f))
			continue;
		rule_say(r, e, VERDICT_REJECT, rests, 2, arena_printf(r->unit->arena, "%s pointer in R%u map_uid=0 doesn't match map pointer in R%u map_uid=0", starts[i].word, e->arg, e->arg + 1u),
			 "%s lies in a value of map %s, and '%s' is told another one: %s", rule_name(r, e, e->instr->more->args.at[e->arg - 1], "this"),
			 rule_map_words(r, &r->unit->maps.at[at->object]), e->callee, rule_map_words(r, &r->unit->maps.at[map->object]));
		return true;
	}
	return false;
}

bool rule_special_field(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	uint64_t size = e->kind == EVENT_ACCESS ? e->size : e->helper ? argument_size(r, e) : 0;
	const char *kernel, *what, *name;
	struct special_field f;

	if (e->kind == EVENT_MAP)
		definition(r, e);
	if (e->kind == EVENT_MAP || not_found(r, e))
		return e->kind != EVENT_MAP;
	if (e->kind == EVENT_ARGUMENT && of_another_map(r, e))
		return true;
	if (e->kind == EVENT_ARGUMENT && e->helper && e->helper->args[e->arg].kind == ARG_KPTR_XCHG_DEST)
		return on_exchange(r, e);
	if (e->kind == EVENT_ARGUMENT && e->helper && e->helper->id == HELPER_kptr_xchg && e->arg == 1 && field_pointed(r->unit, &e->args[0], FIELDS_KPTR, &f))
		return does_not_match(r, e, &f, e->ptr);
	if (!touched(r, e, size, &f))
		return false;
	if (e->kind == EVENT_ACCESS && !e->write && e->op != OP_LOAD)
		return false; /* the optimiser copies only the members that are used */
	if (e->ptr->kind != VAL_ALLOC && (FIELDS_KPTR & (1u << f.kind))) {
		kernel = kptr_refused(e, &f, &what);
		if (!kernel)
			return e->kind == EVENT_ACCESS && e->write && e->op == OP_STORE && e->index && does_not_match(r, e, &f, e->index);
	} else {
		name = kernel_field(f.kind)->name;
		kernel = arena_printf(r->unit->arena, e->ptr->kind == VAL_ALLOC ? "direct access to %s is disallowed" : "%s cannot be accessed directly by load/store", name);
		what = e->kind == EVENT_ARGUMENT ? arena_printf(r->unit->arena, "'%s' would touch a '%s', which only the kernel may", e->callee, name)
						 : arena_printf(r->unit->arena, "a '%s' may not be %s: it is the kernel's", name, e->write ? "written" : "read");
	}
	rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s", what);
	return true;
}
