// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * struct-ops: a struct of operations (SEC(".struct_ops")) names a program for a member that the kernel takes no program for, or none that may
 * sleep; or the kernel does not have such structs, or not that member, yet.
 *
 * Kernel: check_struct_ops_btf_id(), bpf_struct_ops_supported(). libbpf: bpf_map__init_kern_struct_ops().
 */
#include "machine/target.h"
#include "rule/rule.h"

enum { BPF_F_LINK = 1 << 13 }; /* what libbpf creates the map of SEC(".struct_ops.link") with */

static void need(struct rules *r, const struct func *f, const char *record, const char *member, const struct global *g)
{
	const struct pos *at = g->pos.line ? &g->pos : &f->pos; /* of data an object says no lines */
	struct need n = {.kind = "struct_ops", .name = record, .since = kernel_struct_ops_since(record), .program = f->name, .pos = *at};
	struct need later = {.kind = "struct_ops member", .name = arena_printf(r->unit->arena, "%s.%s", record, member),
			     .since = kernel_struct_ops_member_since(record, member), .program = f->name, .pos = *at};
	struct need link = {.kind = "map flag", .name = "BPF_F_LINK", .program = f->name, .pos = *at};

	if (n.since)
		report_need(r->report, &n);
	if (later.since > n.since)
		report_need(r->report, &later);
	if (strstr(g->section, ".link") && kernel_map_flag_newer(BPF_F_LINK, 0, &link.since))
		report_need(r->report, &link);
}

bool rule_struct_ops(struct rules *r, const struct event *e)
{
	const struct func *f = e->func;
	const struct global *g = NULL;
	const char *record = NULL;
	bool sleepable = e->m->section && e->m->section->sleepable;
	const struct field *member = e->m->prog && e->m->prog->type == PROG_STRUCT_OPS ? target_member(r->unit, f, &record, &g) : NULL;
	uint32_t since = member ? kernel_struct_ops_since(record) : 0;
	uint32_t newer = member ? kernel_struct_ops_member_since(record, member->name) : 0;
	const struct pos *at = g && g->pos.line ? &g->pos : &f->pos;

	if (!member)
		return false;
	if (r->options->needs) {
		need(r, f, record, member->name, g);
		return false;
	}
	if (kernel_struct_ops_member(record, member->name, sleepable, e->m->kernel) != FACT_NO)
		return false;
	if (e->m->kernel < since)
		rule_say_at(r, VERDICT_REJECT, f->name, at, arena_printf(r->unit->arena, "struct_ops init_kern: struct %s is not found in kernel BTF", record),
			    "programs for 'struct %s' came with Linux %u.%u, and Linux %u.%u does not have them", record, since >> 16, since & 0xffff,
			    e->m->kernel >> 16, e->m->kernel & 0xffff);
	else if (e->m->kernel < newer) /* a loader may have set it to null */
		rule_say_at(r, VERDICT_MAY, f->name, at,
			    arena_printf(r->unit->arena, "struct_ops init_kern %s: Cannot find member %s in kernel BTF", g->name, member->name),
			    "'%s' of 'struct %s' came with Linux %u.%u, and Linux %u.%u does not have it", member->name, record, newer >> 16, newer & 0xffff,
			    e->m->kernel >> 16, e->m->kernel & 0xffff);
	else
		rule_say_at(r, VERDICT_REJECT, f->name, &f->pos, arena_printf(r->unit->arena, "attach to unsupported member %s of struct %s", member->name, record),
			    sleepable && kernel_struct_ops_member(record, member->name, false, e->m->kernel) == FACT_YES
				    ? "'%s' of 'struct %s' cannot be a program that may sleep"
				    : "'%s' of 'struct %s' cannot be a program",
			    member->name, record);
	return false;
}
