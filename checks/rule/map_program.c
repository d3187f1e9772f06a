// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map-program: a map whose values hold what programs of this type may not have: tracing programs can interrupt the holder of a spin lock, so maps with
 * locks, timers, lists or trees are not for them. Or a map of a type that sleepable programs may not have.
 *
 * Kernel: check_map_prog_compatibility(), is_tracing_prog_type().
 */
#include "rule/version.h"

static const struct {
	enum field_kind kind;
	const char *kernel;
	bool socket_filter_too;
} refused[] = {
	{FIELD_LIST_HEAD, "tracing progs cannot use bpf_{list_head,rb_root} yet", false},
	{FIELD_RB_ROOT, "tracing progs cannot use bpf_{list_head,rb_root} yet", false},
	{FIELD_SPIN_LOCK, "tracing progs cannot use bpf_spin_lock yet", true},
	{FIELD_TIMER, "tracing progs cannot use bpf_timer yet", false},
	{FIELD_WQ, "tracing progs cannot use bpf_wq yet", false},
};

static bool is_tracing(enum prog_type t)
{
	return t == PROG_KPROBE || t == PROG_TRACEPOINT || t == PROG_PERF_EVENT || t == PROG_RAW_TRACEPOINT || t == PROG_RAW_TRACEPOINT_WRITABLE;
}

/* What the map that the event uses holds: one that is defined, or the section of a global. A bit per kind of field. */
static uint32_t holds(const struct event *e)
{
	const struct unit *u = e->m->unit;

	if (e->kind == EVENT_HELPER)
		return e->map ? model_type(u, e->map->value_type)->special : 0;
	return e->ptr->kind == VAL_GLOBAL ? u->globals.at[e->ptr->object].special : 0;
}

static bool sleepable(struct rules *r, const struct event *e)
{
	const struct map_facts *k = e->map ? kernel_map((enum map_type)e->map->map_type) : NULL;
	struct use locks = {"", kernel_feature_words(FEATURE_SLEEPABLE_LOCKS), kernel_feature_since(FEATURE_SLEEPABLE_LOCKS),
			    "sleepable progs cannot use bpf_spin_lock yet", NULL};

	if (!e->m->section || !e->m->section->sleepable)
		return false;
	if (k && kernel_map_sleepable(k, e->m->kernel) == FACT_NO) {
		const char *there = k->sleepable ? arena_printf(r->unit->arena, " on Linux %u.%u", e->m->kernel >> 16, e->m->kernel & 0xffff) : "";

		rule_say(r, e, VERDICT_REJECT, NULL, 0, e->m->kernel < KVER(6, 12) ? "Sleepable programs can only use array"
			 : "Sleepable programs can only use array, hash, ringbuf and local storage maps",
			 "%s is for programs that do not sleep%s, but this one may (section \"%s\")", rule_map_words(r, e->map), there, e->m->program->section);
		return true;
	}
	return holds(e) & BIT(FIELD_SPIN_LOCK) && version_used(r, e, VERDICT_REJECT, &locks);
}

bool rule_map_program(struct rules *r, const struct event *e)
{
	uint32_t held = holds(e);

	if (!e->m->prog)
		return false;
	if (sleepable(r, e))
		return true;
	for (size_t i = 0; held && i < ARRAY_LEN(refused); i++) {
		if (!is_tracing(e->m->prog->type) && !(refused[i].socket_filter_too && e->m->prog->type == PROG_SOCKET_FILTER))
			continue;
		if (!(held & BIT(refused[i].kind)))
			continue;
		rule_say(r, e, VERDICT_REJECT, NULL, 0, e->m->prog->type == PROG_SOCKET_FILTER ? "socket filter progs cannot use bpf_spin_lock yet" : refused[i].kernel,
			 "%s holds a '%s': programs of type %s cannot use such a map", e->map && e->map->name ? arena_printf(r->unit->arena, "'%s'", e->map->name) : "this memory",
			 kernel_field(refused[i].kind)->type, e->m->prog->name);
		return true;
	}
	return false;
}
