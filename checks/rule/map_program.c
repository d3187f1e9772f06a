// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-program: a map whose values hold what programs of this type may not have: tracing programs can interrupt the holder of a spin lock, so maps with
 * locks, timers, lists or trees are not for them.
 *
 * Kernel: check_map_prog_compatibility(), is_tracing_prog_type().
 */
#include "rule/rule.h"

static const struct {
	const char *record, *kernel;
	bool socket_filter_too;
} refused[] = {
	{"struct bpf_list_head", "tracing progs cannot use bpf_{list_head,rb_root} yet", false},
	{"struct bpf_rb_root", "tracing progs cannot use bpf_{list_head,rb_root} yet", false},
	{"struct bpf_spin_lock", "tracing progs cannot use bpf_spin_lock yet", true},
	{"struct bpf_timer", "tracing progs cannot use bpf_timer yet", false},
	{"struct bpf_wq", "tracing progs cannot use bpf_wq yet", false},
};

static bool holds(const struct unit *u, type_id t, const char *record, int depth)
{
	const struct type *x = model_type(u, t);

	if (x->kind == TYPE_ARRAY && depth < 6)
		return holds(u, x->elem, record, depth + 1);
	if (x->kind != TYPE_STRUCT && x->kind != TYPE_UNION)
		return false;
	if (x->name && !strcmp(x->name, record))
		return true;
	for (uint32_t i = 0; i < x->fields.n && depth < 6; i++)
		if (holds(u, x->fields.at[i].type, record, depth + 1))
			return true;
	return false;
}

static bool is_tracing(enum prog_type t)
{
	return t == PROG_KPROBE || t == PROG_TRACEPOINT || t == PROG_PERF_EVENT || t == PROG_RAW_TRACEPOINT || t == PROG_RAW_TRACEPOINT_WRITABLE;
}

/* The type whose values the event uses: a map's, or what lies in a section that has one such object. */
static type_id used(const struct event *e)
{
	if (e->kind == EVENT_HELPER)
		return e->map ? e->map->value_type : 0;
	return e->ptr->kind == VAL_GLOBAL ? e->m->unit->globals.at[e->ptr->object].type : 0;
}

bool rule_map_program(struct rules *r, const struct event *e)
{
	type_id t = used(e);

	if (!t || !e->m->prog)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		if (!is_tracing(e->m->prog->type) && !(refused[i].socket_filter_too && e->m->prog->type == PROG_SOCKET_FILTER))
			continue;
		if (!holds(r->unit, t, refused[i].record, 0))
			continue;
		rule_say(r, e, VERDICT_REJECT, NULL, 0, e->m->prog->type == PROG_SOCKET_FILTER ? "socket filter progs cannot use bpf_spin_lock yet" : refused[i].kernel,
			 "%s holds a '%s': programs of type %s cannot use such a map", e->map && e->map->name ? arena_printf(r->unit->arena, "'%s'", e->map->name) : "this memory",
			 refused[i].record, e->m->prog->name);
		return true;
	}
	return false;
}
