// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfuncs: every list of BTF_KFUNCS_START (BTF_SET8_START in older trees) that register_btf_kfunc_id_set is called with, and the
 * program types that it is registered for: a type may call what is registered for its hook or for all
 * (bpf_prog_type_to_kfunc_hook in kernel/bpf/btf.c). Arguments are those of the function's definition.
 */
#include "facts.h"

#include <stdlib.h>

struct kfunc {
	const char *name;
	int64_t flags;
	uint64_t progs;
	struct decl *decl;
};

struct kfuncs {
	struct facts *f;
	struct unit *unit;
	VEC(struct kfunc) all;
};

/* ---- hooks ---- */

struct hook_question {
	int64_t prog, hook;
};

static void hook_arguments(void *data, struct eval *e, struct value *args)
{
	args[0] = value_int(((struct hook_question *)data)->prog);
}

static void hook_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	((struct hook_question *)data)->hook = result.kind == V_INT ? result.i : -1;
}

static int64_t hook_of(struct facts *f, int64_t prog)
{
	struct hook_question q = {prog, -1};
	struct eval e = {.source = f->source, .arguments = hook_arguments, .outcome = hook_outcome, .data = &q};
	struct decl *d = source_decl(f->source, "bpf_prog_type_to_kfunc_hook");

	if (!d || eval_run(&e, d))
		return -1;
	return q.hook;
}

/* Who may call what is registered for this program type. */
static uint64_t registered_for(struct facts *f, int64_t prog)
{
	int64_t common = source_enum_or(f->source, "BTF_KFUNC_HOOK_COMMON", -2), none = source_enum_or(f->source, "BTF_KFUNC_HOOK_MAX", -3);
	int64_t hook = hook_of(f, prog);
	uint64_t bits = 0;

	if (hook == common)
		return ~UINT64_C(0);
	for (int t = 1; t < prog_count(f) && hook != none; t++)
		bits |= (uint64_t)(hook_of(f, t) == hook) << t;
	/* an extension may call what the program may that it replaces */
	return bits | UINT64_C(1) << source_enum_or(f->source, "BPF_PROG_TYPE_EXT", 0);
}

/* ---- filters: a function that may still say no ---- */

struct filter_question {
	struct facts *f;
	struct unit *unit;
	const struct program_kind *prog;
	const char *kfunc;
	int64_t attach;
	bool yes;
};

static void filter_arguments(void *data, struct eval *e, struct value *args)
{
	struct filter_question *q = data;
	struct object *prog = object_new(e->arena);

	object_set(prog, "type", value_int(q->prog->type));
	object_set(prog, "expected_attach_type", value_int(q->attach));
	object_set(prog, "aux", value_object(object_new(e->arena)));
	args[0] = value_object(prog);
	args[1] = (struct value){.kind = V_STRING, .s = q->kfunc};
}

static void filter_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	((struct filter_question *)data)->yes |= result.kind != V_INT || !result.i;
}

static bool filter_contains(void *data, const struct decl *set, const char *name)
{
	struct filter_question *q = data;
	size_t n;
	const struct id_row *rows = id_list(q->f, q->unit, set->name, &n);

	for (size_t i = 0; rows && i < n; i++)
		if (!strcmp(rows[i].name, name))
			return true;
	return false;
}

/* Those of `progs` that get through the filter with some attach type. */
static uint64_t filtered(struct kfuncs *k, struct decl *filter, const char *kfunc, uint64_t progs)
{
	size_t n;
	const struct program_kind *kinds = program_kinds(k->f, &n);
	uint64_t through = 0;

	for (size_t i = 0; i < n; i++) {
		struct filter_question q = {.f = k->f, .unit = k->unit, .prog = &kinds[i], .kfunc = kfunc};
		struct eval e = {.source = k->f->source, .arguments = filter_arguments, .outcome = filter_outcome, .contains = filter_contains, .data = &q};

		for (int bit = 0; kinds[i].ops && progs >> i & 1 && bit < 64 && !q.yes; bit++) {
			q.attach = bit ? bit - 1 : 0;
			if ((kinds[i].attaches ? kinds[i].attaches : 1) >> bit & 1 && eval_run(&e, filter))
				q.yes = true;
		}
		through |= (uint64_t)q.yes << i;
	}
	return through | (progs & UINT64_C(1) << source_enum_or(k->f->source, "BPF_PROG_TYPE_EXT", 0));
}

/* ---- lists and their registration ---- */

static struct kfunc *find(struct kfuncs *k, const char *name)
{
	for (uint32_t i = 0; i < k->all.n; i++)
		if (!strcmp(k->all.at[i].name, name))
			return &k->all.at[i];
	vec_push(&k->all, (struct kfunc){.name = name});
	return &k->all.at[k->all.n - 1];
}

static const struct node *strip(const struct node *n)
{
	while (n && n->kind == CXCursor_UnaryOperator && n->n)
		n = n->kids[0];
	return n;
}

static void add_set(struct kfuncs *k, const struct decl *set, int64_t prog)
{
	struct facts *f = k->f;
	const struct node *body = source_body(f->source, (struct decl *)set), *list = strip(body ? node_field(body, "set") : NULL);
	const struct node *filter = strip(body ? node_field(body, "filter") : NULL);
	uint64_t progs = registered_for(f, prog);
	size_t n = 0;
	const struct id_row *rows = list && list->decl ? id_list(f, k->unit, list->decl->name, &n) : NULL;

	if (!rows)
		not_derived(f, "the kfuncs of %s", set->name);
	for (size_t i = 0; i < n; i++) {
		struct kfunc *kf = find(k, rows[i].name);

		if (kf->progs && kf->flags != rows[i].flags)
			not_derived(f, "kfunc %s has different flags for different programs: those are taken that all have", kf->name);
		kf->flags = kf->progs ? kf->flags & rows[i].flags : rows[i].flags;
		kf->progs |= filter && filter->decl && progs != ~UINT64_C(0) ? filtered(k, filter->decl, rows[i].name, progs) : progs;
		kf->decl = source_decl_in(f->source, k->unit, rows[i].name);
		if (!kf->decl)
			kf->decl = source_decl(f->source, rows[i].name);
	}
}

static void find_calls(struct kfuncs *k, const struct node *n)
{
	const struct node *set;

	if (n->kind == CXCursor_CallExpr && n->n == 2 && n->name && !strcmp(n->name, "register_btf_kfunc_id_set")) {
		set = strip(n->kids[1]);
		if (n->kids[0]->constant && set && set->decl)
			add_set(k, set->decl, n->kids[0]->value);
		else
			not_derived(k->f, "a call of register_btf_kfunc_id_set");
	}
	for (uint32_t i = 0; i < n->n; i++)
		find_calls(k, n->kids[i]);
}

static void find_lists(struct kfuncs *k, struct unit *u)
{
	size_t n;
	const struct top *t = source_tops(k->f->source, u, &n);
	bool any = false;

	k->unit = u;
	for (size_t i = 0; i < n && !any; i++)
		any = !strncmp(t[i].name, "facts_begin__", 13);
	for (size_t i = 0; any && i < n; i++) {
		struct decl *d = t[i].kind == CXCursor_FunctionDecl ? source_decl_in(k->f->source, u, t[i].name) : NULL;
		const struct node *body = d && clang_isCursorDefinition(t[i].cursor) ? source_body(k->f->source, d) : NULL;

		if (body)
			find_calls(k, body);
	}
}

/* ---- rows ---- */

static const struct {
	const char *kernel, *ours;
} flag_names[] = {
	{"KF_ACQUIRE", "ACQUIRE"}, {"KF_RELEASE", "RELEASE"}, {"KF_RET_NULL", "RET_NULL"}, {"KF_TRUSTED_ARGS", "TRUSTED_ARGS"},
	{"KF_SLEEPABLE", "SLEEPABLE"}, {"KF_DESTRUCTIVE", "DESTRUCTIVE"}, {"KF_RCU", "RCU"}, {"KF_RCU_PROTECTED", "RCU_PROTECTED"},
	{"KF_ITER_NEW", "ITER_NEW"}, {"KF_ITER_NEXT", "ITER_NEXT"}, {"KF_ITER_DESTROY", "ITER_DESTROY"},
};

static const char *flags_of(struct facts *f, int64_t flags)
{
	const char *s = "";

	for (size_t i = 0; i < ARRAY_LEN(flag_names); i++) {
		int64_t bit = source_enum_or(f->source, arena_printf(f->arena, "facts_flag__%s", flag_names[i].kernel), 0);

		if (bit && flags & bit)
			s = arena_printf(f->arena, "%s%sKFUNC_%s", s, *s ? " | " : "", flag_names[i].ours);
	}
	return s;
}

/* Functions are only called "a function": what it must be like the verifier knows by itself. */
static const char *type_of(const struct decl *parameter)
{
	return strchr(parameter->type, '(') ? "void (*)()" : parameter->type;
}

static void write_kfunc(struct facts *f, struct out *o, const struct kfunc *k)
{
	const char *flags = flags_of(f, k->flags), *args = "";
	struct row r;

	if (!k->decl) {
		not_derived(f, "kfunc %s: no declaration", k->name);
		return;
	}
	row_begin(&r, o, "KFUNC(");
	row_add(&r, "%s", k->name);
	row_add(&r, "\"%s\"", k->decl->type);
	if (*flags)
		row_add(&r, ".flags = %s", flags);
	for (uint32_t i = 0; i < k->decl->params.n; i++)
		args = arena_printf(f->arena, "%s%s{\"%s\", \"%s\"}", args, *args ? ", " : "", type_of(k->decl->params.at[i]), k->decl->params.at[i]->name);
	if (*args) {
		row_add(&r, ".nargs = %u", k->decl->params.n);
		row_add(&r, ".args = {%s}", args);
	}
	row_add(&r, ".progs = %s", k->progs == ~UINT64_C(0) ? "EVERY" : prog_set(f, k->progs));
	row_end(&r, ")");
	if (k->decl->params.n > 8)
		not_derived(f, "kfunc %s: %u arguments", k->name, k->decl->params.n);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct kfunc *)a)->name, ((const struct kfunc *)b)->name);
}

void facts_kfuncs(struct facts *f)
{
	struct out o = out_open(f, "kfuncs.def", "KFUNC(name, result, members of struct kfunc_facts). In the order of names.");
	struct kfuncs k = {.f = f};

	for (size_t u = 0; u < source_units(f->source); u++)
		find_lists(&k, source_unit(f->source, u));
	if (k.all.n)
		qsort(k.all.at, k.all.n, sizeof(*k.all.at), by_name);
	for (uint32_t i = 0; i < k.all.n; i++)
		write_kfunc(f, &o, &k.all.at[i]);
	vec_free(&k.all);
	out_close(f, &o);
}
