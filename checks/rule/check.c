// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * check: the passes, in order: what is used and where (model), what the unit's globals and functions do (flow), then
 * each program on its own machine with every rule listening.
 */
#include "machine/fields.h"
#include <stdio.h>
#include <stdlib.h>

#include "machine/exprs.h"
#include "machine/global.h"
#include "machine/target.h"
#include "rule/rule.h"
#include "rule/typeless.h"

#define RULE(function, name, verdict, on, events, summary) bool rule_##function(struct rules *r, const struct event *e);
#include "rule/rules.def"

const struct rule rules_all[] = {
#define RULE(function, name, verdict, on, events, summary) {{name, summary, verdict, on}, events, rule_##function},
#include "rule/rules.def"
};

size_t rule_count(void)
{
	return ARRAY_LEN(rules_all);
}

const struct rule_info *rule_at(size_t i)
{
	return i < ARRAY_LEN(rules_all) ? &rules_all[i].info : NULL;
}

int rule_find(const char *name)
{
	if (!strncmp(name, "bpf-", 4))
		name += 4;
	for (size_t i = 0; i < ARRAY_LEN(rules_all); i++)
		if (!strcmp(rules_all[i].info.name, name))
			return (int)i;
	return -1;
}

uint32_t check_parse_kernel(const char *s)
{
	unsigned major, minor;
	char end;

	if (sscanf(s, "%u.%u%c", &major, &minor, &end) != 2 || major > 99 || minor > 999)
		return 0;
	return KVER(major, minor);
}

/* ---- events ---- */

static void remember_called(struct rules *r, const struct event *e)
{
	uint32_t index = (uint32_t)(e->called - r->unit->funcs.at);

	if (!global_stands(e->called) || !e->called->blocks.n || (!r->unit->final && !global_call_kept(r->unit, e->func, e->instr, e->called)))
		return;
	for (uint32_t i = 0; i < r->called.n; i++)
		if (r->called.at[i] == index)
			return;
	vec_push(&r->called, index);
}

static void listen(struct rules *r)
{
	_Static_assert(ARRAY_LEN(rules_all) <= 64, "a bit for each rule");
	for (size_t i = 0; i < ARRAY_LEN(rules_all); i++)
		for (unsigned kind = 0; kind < EVENT_KINDS; kind++)
			if (rules_all[i].events & BIT(kind))
				r->listening[kind] |= 1ull << i;
}

static bool dispatch(void *data, const struct event *e)
{
	struct rules *r = data;

	if (e->kind == EVENT_CALL)
		remember_called(r, e);
	r->event = e;
	for (uint64_t left = r->listening[e->kind]; left; left &= left - 1) {
		r->rule = &rules_all[__builtin_ctzll(left)];
		r->asked = false;
		if (r->rule->on(r, e))
			return true;
	}
	return false;
}

static void twin(void *data, const struct visit *v, const struct instr *branch)
{
	pending_twin(data, v, branch);
}

static void unmodelled(void *data, const struct machine *m, const struct func *f, const struct instr *i, const char *why)
{
	struct rules *r = data;

	report_unmodelled(r->report, m->entry, why, rule_place(r, i));
}

/* ---- passes ---- */

static struct flow_stats explore(struct rules *r, struct machine *m, uint32_t func, bool global)
{
	m->program = &r->unit->funcs.at[func];
	m->global_func = global;
	return flow_explore(m, flow_entry(m), r->options->budget ? r->options->budget : CHECK_BUDGET);
}

static const struct btf_func *find_target(const struct machine *m, const struct func *f)
{
	const char *name = m->btf ? target_name(m->section, f->section) : NULL;

	if (m->prog && m->prog->type == PROG_STRUCT_OPS)
		return target_operation(m, f);
	return name ? target_find(m->btf, m->section, name, m->arena) : NULL;
}

static void check_program(struct rules *r, struct machine *m, uint32_t func, const struct section_facts *as)
{
	const struct func *f = &r->unit->funcs.at[func];
	struct program_stats stats = {.program = f->name, .complete = true};
	struct event e = {.kind = EVENT_PROGRAM, .m = m, .func = f};

	m->arena = arena_new();
	m->relevance = relevance_new(r->unit);
	m->stack = r->unit->final ? arena_alloc(m->arena, (r->unit->funcs.n + 1) * sizeof *m->stack) : NULL;
	m->entry = f->name;
	m->section = as;
	m->prog = m->section ? kernel_prog(m->section->prog) : NULL;
	m->target = find_target(m, f);
	target_arguments(m, f);
	m->steps = 0;
	m->program = f;
	r->called.n = 0;
	dispatch(r, &e);
	if (f->flags & (FUNC_NAKED | FUNC_ERRORS) || !f->blocks.n) {
		report_unmodelled(r->report, f->name, f->flags & FUNC_NAKED ? "written in assembly" : "has errors", &f->pos);
	} else {
		struct flow_stats s = explore(r, m, func, false);

		stats.states = s.states;
		stats.pruned = s.pruned;
		stats.complete = s.complete;
		for (uint32_t i = 0; i < r->called.n; i++)
			stats.complete &= explore(r, m, r->called.at[i], true).complete;
		stats.instrs = m->steps;
		m->program = f;
		e.kind = EVENT_EXPLORED;
		dispatch(r, &e);
	}
	pending_end(r);
	if (!stats.complete)
		report_unmodelled(r->report, f->name, "too many paths: not all of them were followed", &f->pos);
	report_stats(r->report, &stats);
	vec_free(&m->births);
	relevance_free(m->relevance);
	m->relevance = NULL;
	arena_free(m->arena);
	m->arena = NULL;
}

/* A program is what has a section that names one; what libbpf would not load by itself is checked too. */
static bool is_program(const struct func *f)
{
	return f->section && f->section[0] != '.' && f->linkage != LINK_EXTERN && strcmp(f->section, "license") && strcmp(f->section, "version");
}

static void check_maps(struct rules *r, struct machine *m)
{
	m->arena = r->unit->arena;
	for (uint32_t i = 0; i < r->unit->maps.n; i++) {
		struct event e = {.kind = EVENT_MAP, .m = m, .map = &r->unit->maps.at[i]};

		if (r->unit->maps.at[i].form != MAP_EXTERN)
			dispatch(r, &e);
	}
	m->arena = NULL;
}

/* All ones: as far apart as the numbers of two temporaries of one block can be. */
static uint32_t scratch_mask(const struct unit *u)
{
	uint32_t mask = 0;

	for (uint32_t n = 0; n < u->funcs.n; n++) {
		const struct func *f = &u->funcs.at[n];

		for (uint32_t b = 0; b < f->blocks.n; b++) {
			uint32_t least = UINT32_MAX, most = 0;

			for (uint32_t i = f->blocks.at[b].first; i < f->blocks.at[b].first + f->blocks.at[b].count; i++) {
				uint32_t t = f->instrs.at[i].dst;

				if (t == NO_TEMP || f->slot[t] != NO_TEMP)
					continue;
				least = t < least ? t : least;
				most = t > most ? t : most;
			}
			while (least < most && most - least > mask)
				mask = mask * 2 + 1;
		}
	}
	return mask;
}

void check_unit(struct unit *u, const struct check_options *options, struct report *report)
{
	static const struct check_options defaults;
	struct rules r = {.unit = u, .report = report, .rejections = report, .drafts = report_new(), .options = options ? options : &defaults};
	struct machine m = {.unit = u, .emit = dispatch, .emit_data = &r, .unmodelled = unmodelled, .twin = twin};
	struct arena *facts = arena_new();

	listen(&r);
	model_usage(u);
	fields_settle(u, r.options->kernel ? r.options->kernel : KVER_DEFAULT);
	flow_facts(u, facts, &m);
	m.kernel = r.options->kernel ? r.options->kernel : KVER_DEFAULT;
	m.btf = r.options->btf;
	m.scratch_mask = scratch_mask(u);
	m.scratch = arena_alloc(facts, ((size_t)m.scratch_mask + 1) * sizeof *m.scratch);
	m.exprs = u->final ? NULL : exprs_new(); /* there they are not shared */
	check_maps(&r, &m);
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		const struct section_facts *section = is_program(&u->funcs.at[i]) ? kernel_section(u->funcs.at[i].section) : NULL;

		if (section)
			check_program(&r, &m, i, section);
		else if (is_program(&u->funcs.at[i]))
			typeless_check(&r, &m, i, check_program);
	}
	report_sort(report);
	exprs_free(m.exprs);
	report_free(r.drafts);
	vec_free(&r.called);
	vec_free(&r.pending);
	arena_free(facts);
}
