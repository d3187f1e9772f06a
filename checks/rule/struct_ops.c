// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * struct-ops: a struct of operations (SEC(".struct_ops")) names a program for a member that the kernel takes no program for, or none that may
 * sleep; or the kernel does not have such structs yet.
 *
 * Kernel: check_struct_ops_btf_id(), bpf_struct_ops_supported(). libbpf: bpf_map__init_kern_struct_ops().
 */
#include "rule/rule.h"

/* The member of a struct of operations that the program stands for, and the struct's name without "struct" and "___flavour". */
static const struct field *member_of(const struct rules *r, const struct func *f, const char **record, const struct global **global)
{
	for (uint32_t i = 0; i < r->unit->globals.n; i++) {
		const struct global *g = &r->unit->globals.at[i];
		const struct type *t = model_type(r->unit, g->type);

		if (!g->section || strncmp(g->section, ".struct_ops", 11) || t->kind != TYPE_STRUCT || !t->name)
			continue;
		for (uint32_t k = 0; k < g->relocs.n; k++) {
			const struct field *m;

			if (g->relocs.at[k].to != RELOC_FUNC || &r->unit->funcs.at[g->relocs.at[k].index] != f)
				continue;
			m = model_field_at(r->unit, g->type, g->relocs.at[k].off, 8);
			if (m && m->name) {
				const char *name = strncmp(t->name, "struct ", 7) ? t->name : t->name + 7, *flavour = strstr(name, "___");

				*record = arena_printf(r->unit->arena, "%.*s", (int)(flavour ? (size_t)(flavour - name) : strlen(name)), name);
				*global = g;
				return m;
			}
		}
	}
	return NULL;
}

static void need(struct rules *r, const struct func *f, const char *record, const struct global *g)
{
	struct need n = {.kind = "struct_ops", .name = record, .since = kernel_struct_ops_since(record), .program = f->name, .pos = g->pos};

	if (n.since)
		report_need(r->report, &n);
}

bool rule_struct_ops(struct rules *r, const struct event *e)
{
	const struct func *f = e->func;
	const struct global *g = NULL;
	const char *record = NULL;
	bool sleepable = e->m->section && e->m->section->sleepable;
	const struct field *member = e->m->prog && e->m->prog->type == PROG_STRUCT_OPS ? member_of(r, f, &record, &g) : NULL;
	uint32_t since = member ? kernel_struct_ops_since(record) : 0;

	if (!member)
		return false;
	if (r->options->needs) {
		need(r, f, record, g);
		return false;
	}
	if (kernel_struct_ops_member(record, member->name, sleepable, e->m->kernel) != FACT_NO)
		return false;
	if (e->m->kernel < since)
		rule_say_at(r, VERDICT_REJECT, f->name, &g->pos, arena_printf(r->unit->arena, "struct_ops init_kern: struct %s is not found in kernel BTF", record),
			    "programs for 'struct %s' came with Linux %u.%u, and Linux %u.%u does not have them", record, since >> 16, since & 0xffff,
			    e->m->kernel >> 16, e->m->kernel & 0xffff);
	else
		rule_say_at(r, VERDICT_REJECT, f->name, &f->pos, arena_printf(r->unit->arena, "attach to unsupported member %s of struct %s", member->name, record),
			    sleepable && kernel_struct_ops_member(record, member->name, false, e->m->kernel) == FACT_YES
				    ? "'%s' of 'struct %s' cannot be a program that may sleep"
				    : "'%s' of 'struct %s' cannot be a program",
			    member->name, record);
	return false;
}
