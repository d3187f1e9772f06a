// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * programs: what the tree says of each program type: the functions that decide for it, the struct that programs see as
 * their context, and which attach types it has. Mirrors include/linux/bpf_types.h through stubs/programs.c, the
 * struct bpf_verifier_ops of each type, section_defs in libbpf (which names each pair of program and attach type), and
 * bpf_prog_load_check_attach in kernel/bpf/syscall.c.
 */
#include "facts.h"

#include <stdlib.h>

static struct decl *op(struct facts *f, const char *ops, const char *member)
{
	struct decl *d = source_decl(f->source, arena_printf(f->arena, "%s_verifier_ops", ops));
	const struct node *value = d ? node_field(source_body(f->source, d), member) : NULL;

	while (value && value->kind == CXCursor_UnaryOperator && value->n)
		value = value->kids[0];
	return value ? value->decl : NULL;
}

/* "struct xdp_md *" -> "xdp_md" */
static const char *context_of(struct facts *f, const char *type)
{
	struct decl *d = source_decl(f->source, arena_printf(f->arena, "facts_context__BPF_PROG_TYPE_%s", type));
	const char *s = d ? d->type : "";

	if (strncmp(s, "struct ", 7))
		return NULL;
	return arena_printf(f->arena, "%.*s", (int)strcspn(s + 7, " "), s + 7);
}

/* ---- attach types ---- */

struct attach_question {
	int64_t prog, attach;
	int yes, no;
};

static void attach_arguments(void *data, struct eval *e, struct value *args)
{
	struct attach_question *q = data;

	args[0] = value_int(q->prog);
	args[1] = value_int(q->attach);
	args[2] = value_int(0);
	args[3] = value_int(0);
	args[4] = value_int(0);
}

static void attach_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	struct attach_question *q = data;

	if (result.kind == V_INT && result.i)
		q->no++;
	else
		q->yes++;
}

/* May a program of this type be loaded with this attach type? */
static bool loads_with(struct facts *f, struct decl *check, int64_t prog, int64_t attach)
{
	struct attach_question q = {prog, attach, 0, 0};
	struct eval e = {.source = f->source, .arguments = attach_arguments, .outcome = attach_outcome, .data = &q};

	return eval_run(&e, check) || q.yes;
}

static uint64_t attaches_of(struct facts *f, struct decl *check, const struct program_kind *p)
{
	int most = (int)source_enum_or(f->source, "__MAX_BPF_ATTACH_TYPE", 0);
	uint64_t named = section_attaches(f, p->type), bits = 0;

	/* where any attach type will do, those count that have a section */
	if (!check || loads_with(f, check, p->type, most - 1) == loads_with(f, check, p->type, 0))
		return named ? named : 1;
	for (int a = 0; a < most; a++)
		if (loads_with(f, check, p->type, a))
			bits |= UINT64_C(2) << a;
	return bits;
}

/* ---- all of them ---- */

const struct program_kind *program_kinds(struct facts *f, size_t *n)
{
	static struct program_kind *kinds;
	static size_t count;
	struct decl *check;

	*n = count;
	if (kinds)
		return kinds;
	check = source_decl(f->source, "bpf_prog_load_check_attach");
	count = (size_t)prog_count(f);
	kinds = arena_alloc(f->arena, count * sizeof(*kinds));
	for (size_t u = 0; u < source_units(f->source); u++) {
		size_t tops;
		const struct top *t = source_tops(f->source, source_unit(f->source, u), &tops);

		for (size_t i = 0; i < tops; i++) {
			const char *ops = t[i].name, *end = strstr(ops, "__BPF_PROG_TYPE_");
			struct program_kind *p;

			if (strncmp(ops, "facts_ops__", 11) || !end || (size_t)t[i].value >= count)
				continue;
			ops += 11;
			p = &kinds[t[i].value];
			p->name = prog_name(f, (int)t[i].value);
			p->type = (int)t[i].value;
			p->ops = arena_printf(f->arena, "%.*s", (int)(end - ops), ops);
			p->context = context_of(f, p->name);
			p->func_proto = op(f, p->ops, "get_func_proto");
			p->is_valid_access = op(f, p->ops, "is_valid_access");
			p->attaches = attaches_of(f, check, p);
		}
	}
	*n = count;
	return kinds;
}
