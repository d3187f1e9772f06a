// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "machine/target.h"

static const struct {
	enum prog_type prog;
	attach_type attach; /* ATTACH_NONE: any */
	enum btf_what what;
	const char *prefix;
} rows[] = { /* libbpf: btf_get_kernel_prefix_kind() */
	{PROG_TRACING, ATTACH_TRACE_FENTRY, BTF_FUNC, ""},
	{PROG_TRACING, ATTACH_TRACE_FEXIT, BTF_FUNC, ""},
	{PROG_TRACING, ATTACH_MODIFY_RETURN, BTF_FUNC, ""},
	{PROG_TRACING, ATTACH_TRACE_RAW_TP, BTF_TRACEPOINT, ""},
	{PROG_TRACING, ATTACH_TRACE_ITER, BTF_FUNC, "bpf_iter_"},
	{PROG_LSM, ATTACH_NONE, BTF_FUNC, "bpf_lsm_"},
};

static int row_of(const struct section_facts *s)
{
	for (size_t i = 0; s && i < ARRAY_LEN(rows); i++)
		if (rows[i].prog == s->prog && (!rows[i].attach || rows[i].attach == s->attach))
			return (int)i;
	return -1;
}

const char *target_name(const struct section_facts *s, const char *section)
{
	size_t n;

	if (row_of(s) < 0 || !section)
		return NULL;
	section += *section == '?';
	n = strlen(s->prefix);
	return !strncmp(section, s->prefix, n) && section[n] == '/' && section[n + 1] ? section + n + 1 : NULL;
}

const struct btf_func *target_find(struct kernel_btf *b, const struct section_facts *s, const char *target, struct arena *a)
{
	const char *colon = strchr(target, ':'), *name = colon ? colon + 1 : target; /* "module:function" */
	int row = row_of(s);

	return row < 0 ? NULL : b->find(b, rows[row].what, arena_printf(a, "%.*s%s%s", (int)(name - target), target, rows[row].prefix, name));
}

/* ---- structs of operations ---- */

/* One string for all of one name, as machine_object() wants it. */
static const char *record_name(const struct unit *u, const struct type *t)
{
	const char *name = !t->name ? NULL : strncmp(t->name, "struct ", 7) ? t->name : t->name + 7, *flavour = name ? strstr(name, "___") : NULL;

	return name ? intern_strn(u->names, name, flavour ? (size_t)(flavour - name) : strlen(name)) : NULL;
}

const struct field *target_member(const struct unit *u, const struct func *f, const char **record, const struct global **global)
{
	for (uint32_t i = 0; i < u->globals.n; i++) {
		const struct global *g = &u->globals.at[i];
		const struct type *t = model_type(u, g->type);
		const char *section = g->section ? g->section + (*g->section == '?') : "";

		if (strncmp(section, ".struct_ops", 11) || t->kind != TYPE_STRUCT || !t->name)
			continue;
		for (uint32_t k = 0; k < g->relocs.n; k++) {
			const struct field *m;

			if (g->relocs.at[k].to != RELOC_FUNC || &u->funcs.at[g->relocs.at[k].index] != f)
				continue;
			m = model_field_at(u, g->type, g->relocs.at[k].off, 8);
			if (m && m->name) {
				*record = record_name(u, t);
				*global = g;
				return m;
			}
		}
	}
	return NULL;
}

static struct btf_arg declared_argument(const struct unit *u, type_id id)
{
	const struct type *t = model_type(u, id), *to = model_type(u, t->elem);
	struct btf_arg arg = {.is = BTF_REFUSED, .bytes = 8, .name = "", .type = ""};

	arg.pointer = t->kind == TYPE_PTR;
	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM) {
		arg.is = BTF_NUMBER;
	} else if (arg.pointer && to->kind == TYPE_STRUCT && to->name && !t->tags.n) {
		arg.is = BTF_OBJECT;
		arg.record = record_name(u, to);
	}
	return arg;
}

/* What the program's own header says of the member. */
static const struct btf_func *declared(const struct unit *u, const struct field *member, struct arena *a)
{
	const struct type *t = model_type(u, member->type);
	struct btf_func *f;

	t = t->kind == TYPE_PTR ? model_type(u, t->elem) : t;
	if (t->kind != TYPE_FUNC || t->fields.n > BTF_MAX_ARGS)
		return NULL;
	f = arena_alloc(a, sizeof(*f));
	f->name = member->name;
	f->whole = !(t->flags & TYPE_VARIADIC);
	f->declared = true;
	for (uint32_t i = 0; i < t->fields.n; i++) {
		f->args[f->nargs++] = declared_argument(u, t->fields.at[i].type);
		f->whole &= model_type(u, t->fields.at[i].type)->size <= 8; /* what is larger takes more of the context */
	}
	return f;
}

const struct btf_func *target_operation(const struct machine *m, const struct func *f)
{
	const char *record = NULL;
	const struct global *global;
	const struct field *member = target_member(m->unit, f, &record, &global);
	const struct btf_func *found = member && m->btf ? m->btf->find(m->btf, BTF_MEMBER, arena_printf(m->arena, "%s.%s", record, member->name)) : NULL;

	return found || !member ? found : declared(m->unit, member, m->arena);
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);

	return n >= k && !strcmp(name + n - k, suffix);
}

/* A kernel's BTF says what the names of parameters say; else it is what the tables have. */
void target_arguments(struct machine *m, const struct func *f)
{
	bool tracepoint = m->section && m->section->attach == ATTACH_TRACE_RAW_TP && m->prog->type == PROG_TRACING;
	const char *name = tracepoint ? target_name(m->section, f->section) : NULL, *colon = name ? strchr(name, ':') : NULL, *record = NULL;
	const struct global *global;
	const struct field *member = m->prog && m->prog->type == PROG_STRUCT_OPS ? target_member(m->unit, f, &record, &global) : NULL;
	const struct btf_func *t = m->target && !m->target->declared ? m->target : NULL;

	memset(m->argument, 0, sizeof m->argument);
	for (uint32_t i = 0; i < ARRAY_LEN(m->argument); i++) {
		const char *called = t && i < btf_func_shown(t) ? t->args[i + t->hidden].name : "";
		int known = name ? kernel_tracepoint_argument(colon ? colon + 1 : name, i, m->kernel) : -1;

		if (known > 0)
			m->argument[i] = (uint8_t)known;
		if (member && record && member->name)
			m->argument[i] |= kernel_member_argument(record, member->name, i, m->kernel);
		if ((name || member) && m->kernel >= KVER(6, 12) && has_suffix(called, "__nullable"))
			m->argument[i] |= ARGUMENT_MAYBE_NULL;
		if (member && m->kernel >= KVER(6, 16) && has_suffix(called, "__ref"))
			m->argument[i] |= ARGUMENT_OWNED;
		if (name && known < 0 && t && t->module && m->kernel >= KVER(6, 14)) /* nobody looked at those */
			m->argument[i] |= ARGUMENT_MAYBE_NULL;
	}
}
