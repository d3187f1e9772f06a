// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helpers: what each helper takes and gives, and who may call it. The get_func_proto function of each program type is
 * run with every helper number and every attach type; the struct bpf_func_proto that it returns has the arguments.
 * The rest is asked of functions in kernel/bpf/verifier.c and net/core/filter.c, one helper number at a time.
 */
#include "facts.h"

/* ---- words of the kernel and ours ---- */

struct word {
	const char *kernel, *ours;
};

static const struct word arg_kinds[] = {
	{"ARG_ANYTHING", "ARG_ANYTHING"},
	{"ARG_SCALAR", "ARG_SCALAR"},
	{"ARG_CONST_MAP_PTR", "ARG_MAP"},
	{"ARG_PTR_TO_MAP_KEY", "ARG_MAP_KEY"},
	{"ARG_PTR_TO_MAP_VALUE", "ARG_MAP_VALUE"},
	{"ARG_PTR_TO_MEM", "ARG_MEM"},
	{"ARG_CONST_SIZE", "ARG_SIZE"},
	{"ARG_CONST_SIZE_OR_ZERO", "ARG_SIZE_OR_ZERO"},
	{"ARG_CONST_ALLOC_SIZE_OR_ZERO", "ARG_ALLOC_SIZE_OR_ZERO"},
	{"ARG_PTR_TO_CTX", "ARG_CTX"},
	{"ARG_PTR_TO_SPIN_LOCK", "ARG_SPIN_LOCK"},
	{"ARG_PTR_TO_SOCK_COMMON", "ARG_SOCK_COMMON"},
	{"ARG_PTR_TO_SOCKET", "ARG_SOCKET"},
	{"ARG_PTR_TO_BTF_ID", "ARG_BTF_ID"},
	{"ARG_PTR_TO_BTF_ID_SOCK_COMMON", "ARG_BTF_ID_SOCK_COMMON"},
	{"ARG_PTR_TO_RINGBUF_MEM", "ARG_RINGBUF_MEM"},
	{"ARG_PTR_TO_PERCPU_BTF_ID", "ARG_PERCPU_BTF_ID"},
	{"ARG_PTR_TO_FUNC", "ARG_FUNC"},
	{"ARG_PTR_TO_STACK", "ARG_STACK"},
	{"ARG_PTR_TO_CONST_STR", "ARG_CONST_STR"},
	{"ARG_PTR_TO_TIMER", "ARG_TIMER"},
	{"ARG_KPTR_XCHG_DEST", "ARG_KPTR_XCHG_DEST"},
	{"ARG_PTR_TO_KPTR", "ARG_KPTR_XCHG_DEST"}, /* before 6.12 */
	{"ARG_PTR_TO_DYNPTR", "ARG_DYNPTR"},
	/* before 6.2 */
	{"ARG_PTR_TO_ALLOC_MEM", "ARG_RINGBUF_MEM"},
	/* before 5.17, when flags were not yet flags */
	{"ARG_PTR_TO_UNINIT_MAP_VALUE", "ARG_MAP_VALUE, ARG_UNINIT | ARG_WRITE"},
	{"ARG_PTR_TO_MAP_VALUE_OR_NULL", "ARG_MAP_VALUE, ARG_MAYBE_NULL"},
	{"ARG_PTR_TO_MEM_OR_NULL", "ARG_MEM, ARG_MAYBE_NULL"},
	{"ARG_PTR_TO_UNINIT_MEM", "ARG_MEM, ARG_UNINIT | ARG_WRITE"},
	{"ARG_PTR_TO_CTX_OR_NULL", "ARG_CTX, ARG_MAYBE_NULL"},
	{"ARG_PTR_TO_SOCKET_OR_NULL", "ARG_SOCKET, ARG_MAYBE_NULL"},
	{"ARG_PTR_TO_INT", "ARG_FIXED_MEM, ARG_UNINIT | ARG_WRITE | ARG_ALIGNED, .size = 4"},
	{"ARG_PTR_TO_LONG", "ARG_FIXED_MEM, ARG_UNINIT | ARG_WRITE | ARG_ALIGNED, .size = 8"},
};

static const struct word arg_flags[] = {
	{"PTR_MAYBE_NULL", "ARG_MAYBE_NULL"},
	{"MEM_UNINIT", "ARG_UNINIT"},
	{"MEM_WRITE", "ARG_WRITE"},
	{"MEM_RDONLY", "ARG_RDONLY"},
	{"OBJ_RELEASE", "ARG_RELEASE"},
	{"MEM_ALIGNED", "ARG_ALIGNED"},
	{"DYNPTR_TYPE_LOCAL", "ARG_DYNPTR_LOCAL"},
	{"DYNPTR_TYPE_RINGBUF", "ARG_DYNPTR_RINGBUF"},
	{"DYNPTR_TYPE_SKB", "ARG_DYNPTR_SKB"},
	{"DYNPTR_TYPE_XDP", "ARG_DYNPTR_XDP"},
};

static const struct word ret_kinds[] = {
	{"RET_INTEGER", "RET_INTEGER"},
	{"RET_VOID", "RET_VOID"},
	{"RET_PTR_TO_MAP_VALUE", "RET_MAP_VALUE"},
	{"RET_PTR_TO_SOCKET", "RET_SOCKET"},
	{"RET_PTR_TO_TCP_SOCK", "RET_TCP_SOCK"},
	{"RET_PTR_TO_SOCK_COMMON", "RET_SOCK_COMMON"},
	{"RET_PTR_TO_MEM", "RET_MEM"},
	{"RET_PTR_TO_MEM_OR_BTF_ID", "RET_MEM_OR_BTF_ID"},
	{"RET_PTR_TO_BTF_ID", "RET_BTF_ID"},
};

static const struct word ret_flags[] = {
	{"PTR_MAYBE_NULL", "HELPER_MAYBE_NULL"},
	{"MEM_RDONLY", "HELPER_RET_RDONLY"},
	{"PTR_TRUSTED", "HELPER_RET_TRUSTED"},
	{"MEM_RCU", "HELPER_RET_RCU"},
	{"MEM_RINGBUF", ""}, /* what may release it says the argument's kind */
};

enum { BASE_TYPE = 0xff }; /* BPF_BASE_TYPE_MASK */

static const char *kind_word(struct facts *f, const struct word *words, size_t n, int64_t value)
{
	for (size_t i = 0; i < n; i++)
		if (source_enum_or(f->source, words[i].kernel, -1) == value)
			return words[i].ours;
	return NULL;
}

static const char *or(struct facts *f, const char *a, const char *b)
{
	return *a && *b ? arena_printf(f->arena, "%s | %s", a, b) : *a ? a : b;
}

/* "A | B", and what is left over in *rest. */
static const char *flag_words(struct facts *f, const struct word *words, size_t n, int64_t value, int64_t *rest)
{
	const char *s = "";

	for (size_t i = 0; i < n; i++) {
		int64_t bit = source_enum_or(f->source, words[i].kernel, 0);

		if (bit && value & bit) {
			s = or(f, s, words[i].ours);
			value &= ~bit;
		}
	}
	*rest = value;
	return s;
}

/* ---- one struct bpf_func_proto ---- */

struct proto {
	struct decl *decl;
	const char *fields;      /* as in a row, but for flags */
	const char *flags;
};

static const char *argument(struct facts *f, const struct node *p, int n, const char *of)
{
	const struct node *type = node_field(p, arena_printf(f->arena, "arg%d_type", n));
	const struct node *btf = node_field(p, arena_printf(f->arena, "arg%d_btf_id", n));
	const struct node *size = node_field(p, arena_printf(f->arena, "arg%d_size", n));
	int64_t value = type ? eval_const(f->source, type).i : 0, fixed = source_enum_or(f->source, "MEM_FIXED_SIZE", 0), rest;
	const char *kind = kind_word(f, arg_kinds, ARRAY_LEN(arg_kinds), value & BASE_TYPE), *flags, *s, *id;

	if (!value)
		return NULL;
	if (!kind) {
		not_derived(f, "%s: argument %d has a kind that is not known (%lld)", of, n, (long long)value);
		return "{ARG_ANYTHING}";
	}
	if (fixed && value & fixed) {
		kind = "ARG_FIXED_MEM";
		value &= ~fixed;
	}
	flags = flag_words(f, arg_flags, ARRAY_LEN(arg_flags), value & ~BASE_TYPE, &rest);
	if (rest)
		not_derived(f, "%s: argument %d has flags that are not known (%#llx)", of, n, (long long)rest);
	s = arena_printf(f->arena, "{%s%s%s", kind, *flags ? ", " : "", flags);
	if (size)
		s = arena_printf(f->arena, "%s, .size = %lld", s, (long long)eval_const(f->source, size).i);
	id = btf && !strcmp(kind, "ARG_BTF_ID") ? id_of(f, btf) : NULL;
	if (id)
		s = arena_printf(f->arena, "%s, .btf = \"%s\"", s, id);
	return arena_printf(f->arena, "%s}", s);
}

static bool yes(struct facts *f, const struct node *p, const char *member)
{
	const struct node *n = node_field(p, member);

	return n && eval_const(f->source, n).i;
}

/* The name of a constant in an initialiser: some kinds have the same number. */
static bool is_named(const struct node *n, const char *name)
{
	if (n->name && !strcmp(n->name, name))
		return true;
	for (uint32_t i = 0; i < n->n; i++)
		if (is_named(n->kids[i], name))
			return true;
	return false;
}

static struct proto read_proto_once(struct facts *f, struct decl *d)
{
	struct proto r = {.decl = d, .fields = "", .flags = ""};
	struct decl *defined = source_decl(f->source, d->name);
	const struct node *p = source_body(f->source, defined ? defined : d), *ret = p ? node_field(p, "ret_type") : NULL;
	const struct node *btf = p ? node_field(p, "ret_btf_id") : NULL;
	int64_t value = ret ? eval_const(f->source, ret).i : 0, rest;
	const char *kind = kind_word(f, ret_kinds, ARRAY_LEN(ret_kinds), value & BASE_TYPE), *id = NULL, *args = "";

	if (!p) {
		not_derived(f, "%s: no definition", d->name);
		r.fields = ".ret = RET_NOT_MODELLED";
		return r;
	}
	if (ret && is_named(ret, "RET_PTR_TO_DYNPTR_MEM_OR_NULL"))
		kind = "RET_DYNPTR_MEM";
	if (kind && !strcmp(kind, "RET_BTF_ID")) {
		id = btf ? id_of(f, btf) : NULL;
		kind = id ? kind : "RET_KPTR"; /* no type of its own: that of the field */
	}
	r.flags = or(f, yes(f, p, "gpl_only") ? "HELPER_GPL" : "", yes(f, p, "pkt_access") ? "HELPER_PACKET_ARGS" : "");
	r.flags = or(f, r.flags, yes(f, p, "might_sleep") ? "HELPER_SLEEPS" : "");
	r.flags = or(f, flag_words(f, ret_flags, ARRAY_LEN(ret_flags), value & ~BASE_TYPE, &rest), r.flags);
	if (rest || !kind)
		not_derived(f, "%s: a result that is not known (%#llx)", d->name, (long long)value);
	for (int i = 1; i <= 5; i++) {
		const char *arg = argument(f, p, i, d->name);

		if (!arg)
			break;
		args = arena_printf(f->arena, "%s%s%s", args, *args ? ", " : "", arg);
	}
	r.fields = arena_printf(f->arena, ".ret = %s", kind ? kind : "RET_NOT_MODELLED");
	if (id)
		r.fields = arena_printf(f->arena, "%s, .ret_btf = \"%s\"", r.fields, id);
	if (*args)
		r.fields = arena_printf(f->arena, "%s, .args = {%s}", r.fields, args);
	return r;
}

static struct proto read_proto(struct facts *f, struct decl *d)
{
	static VEC(struct proto) known;
	struct proto p;

	for (uint32_t i = 0; i < known.n; i++)
		if (!strcmp(known.at[i].decl->name, d->name))
			return known.at[i];
	p = read_proto_once(f, d);
	vec_push(&known, p);
	return p;
}

/* ---- what functions of the kernel say of a helper number ---- */

struct ask {
	const struct program_kind *prog;
	int64_t attach, helper;
	struct decl *with;           /* instead of the number */
	struct object *object;       /* the one that the function may change */
	bool yes, no;
	struct decl *protos[4];
	uint32_t nprotos;
	bool smin, umax;
};

static bool ask(struct facts *f, struct ask *q, struct decl *function, arguments_fn *arguments, outcome_fn *outcome)
{
	struct eval e = {.source = f->source, .arguments = arguments, .outcome = outcome, .data = q};
	const char *broken = eval_run(&e, function);

	if (broken)
		not_derived(f, "%s(%s): %s", function->name, helper_name(f, (int)q->helper), broken);
	return !broken;
}

static void number_argument(void *data, struct eval *e, struct value *args)
{
	struct ask *q = data;

	args[0] = q->with ? (struct value){.kind = V_DECL, .decl = q->with} : value_int(q->helper);
	args[1] = value_int(0);
}

static void yes_or_no(void *data, struct eval *e, struct value result, const char *why)
{
	struct ask *q = data;

	q->yes |= result.kind != V_INT || result.i;
	q->no |= result.kind != V_INT || !result.i;
}

/* Functions of a helper's number that say yes or no. */
static const struct {
	const char *function, *flag;
} predicates[] = {
	{"bpf_helper_changes_pkt_data", "HELPER_CHANGES_PACKET"},
	{"is_acquire_function", "HELPER_ACQUIRES"},
	{"is_sync_callback_calling_function", "HELPER_CALLBACK"},
	{"is_async_callback_calling_function", "HELPER_ASYNC_CALLBACK"},
	{"is_ptr_cast_function", "HELPER_PTR_CAST"},
};

static const char *predicate_flags(struct facts *f, int id, struct decl *proto)
{
	const char *flags = "";

	for (size_t i = 0; i < ARRAY_LEN(predicates); i++) {
		struct decl *d = source_decl(f->source, predicates[i].function);
		struct ask q = {.helper = id};

		if (!d) {
			if (id == 1)
				not_derived(f, "%s: there is no %s()", predicates[i].flag, predicates[i].function);
			continue;
		}
		if (d->params.n && !d->params.at[0]->shape.size) { /* older kernels ask with the function itself */
			const struct node *p = source_body(f->source, source_decl(f->source, proto->name)), *func = p ? node_field(p, "func") : NULL;

			q.with = func ? func->decl : NULL;
			if (!q.with)
				continue;
		}
		if (ask(f, &q, d, number_argument, yes_or_no) && q.yes && !q.no)
			flags = or(f, flags, predicates[i].flag);
	}
	return flags;
}

static void range_arguments(void *data, struct eval *e, struct value *args)
{
	struct ask *q = data;
	struct value env = value_object(object_new(e->arena)), meta = value_object(object_new(e->arena));

	q->object = object_new(e->arena);
	args[0] = env;
	args[1] = value_object(q->object);
	args[2] = value_int(source_enum_or(e->source, "RET_INTEGER", 0));
	args[3] = value_int(q->helper);
	args[4] = meta;
	if (source_decl(e->source, "do_refine_retval_range")->params.n == 4) { /* before 6.8 */
		args[0] = args[1];
		args[1] = args[2];
		args[2] = args[3];
		args[3] = meta;
	}
}

static void range_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	struct ask *q = data;
	struct value least = object_get(q->object, "smin_value");
	bool errno_or_size = least.kind == V_INT && least.i == -4095;

	q->smin |= errno_or_size;
	q->umax |= !errno_or_size && object_get(q->object, "umin_value").kind == V_INT;
}

static const char *range_of(struct facts *f, int id)
{
	struct decl *d = source_decl(f->source, "do_refine_retval_range");
	struct ask q = {.helper = id};

	if (!d || !ask(f, &q, d, range_arguments, range_outcome))
		return "";
	return q.smin ? "RANGE_UP_TO_SIZE" : q.umax ? "RANGE_CPU" : "";
}

/* ---- who may call it ---- */

struct availability {
	uint64_t yes, no;        /* per attach type; both bits: depends on what is not known */
	struct decl *protos[8];
	uint32_t n;
};

static void program_arguments(void *data, struct eval *e, struct value *args)
{
	struct ask *q = data;
	struct object *prog = object_new(e->arena);

	object_set(prog, "type", value_int(q->prog->type));
	object_set(prog, "expected_attach_type", value_int(q->attach));
	object_set(prog, "aux", value_object(object_new(e->arena)));
	args[0] = value_int(q->helper);
	args[1] = value_object(prog);
}

/* A function of its own has the last word, program by program. */
static bool asks_more(struct source *s, struct decl *proto)
{
	struct decl *defined = source_decl(s, proto->name);
	const struct node *p = source_body(s, defined ? defined : proto);

	return p && node_field(p, "allowed");
}

static void proto_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	struct ask *q = data;

	if (result.kind != V_DECL) {
		q->no = true;
		q->yes |= result.kind != V_INT;
		return;
	}
	q->yes = true;
	q->no |= asks_more(e->source, result.decl);
	for (uint32_t i = 0; i < q->nprotos; i++)
		if (!strcmp(q->protos[i]->name, result.decl->name))
			return;
	if (q->nprotos < ARRAY_LEN(q->protos))
		q->protos[q->nprotos++] = result.decl;
}

static void add_protos(struct availability *a, const struct ask *q)
{
	for (uint32_t i = 0; i < q->nprotos; i++) {
		bool have = false;

		for (uint32_t k = 0; k < a->n; k++)
			have |= !strcmp(a->protos[k]->name, q->protos[i]->name);
		if (!have && a->n < ARRAY_LEN(a->protos))
			a->protos[a->n++] = q->protos[i];
	}
}

static struct availability available(struct facts *f, const struct program_kind *k, struct decl *function, uint64_t attaches, int id)
{
	struct availability a = {0};

	for (int bit = 0; bit < 64; bit++) {
		struct ask q = {.prog = k, .helper = id, .attach = bit ? bit - 1 : 0};

		if (!(attaches >> bit & 1))
			continue;
		if (!ask(f, &q, function, program_arguments, proto_outcome))
			q.yes = q.no = true;
		a.yes |= (uint64_t)q.yes << bit;
		a.no |= (uint64_t)q.no << bit;
		add_protos(&a, &q);
	}
	return a;
}

/* ---- rows ---- */

struct helper {
	int id;
	uint64_t progs, maybe;
	struct availability by_prog[64];
	struct proto base;
};

/*
 * Program types without a get_func_proto of their own: what an extension may call is what the program may that it replaces, and
 * struct_ops ask the subsystem, which gives the base helpers and some more.
 */
static void ask_program(struct facts *f, struct helper *h, const struct program_kind *k)
{
	uint64_t bit = UINT64_C(1) << k->type;
	struct availability a;

	if (k->func_proto) {
		a = h->by_prog[k->type] = available(f, k, k->func_proto, k->attaches, h->id);
		if (!a.no)
			h->progs |= bit;
		else if (a.yes)
			h->maybe |= bit;
		return;
	}
	if (!strcmp(k->name, "STRUCT_OPS")) {
		a = available(f, k, source_decl(f->source, "bpf_base_func_proto"), 1, h->id);
		if (!a.no) {
			h->progs |= bit;
			return;
		}
	}
	h->maybe |= bit;
}

static struct decl *base_proto(struct facts *f, const struct helper *h, const struct program_kind *kinds, size_t n)
{
	const char *named = arena_printf(f->arena, "bpf_%s_proto", helper_name(f, h->id));
	struct decl *best = NULL;
	uint32_t most = 0;

	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < h->by_prog[i].n; k++) {
			struct decl *d = h->by_prog[i].protos[k];
			uint32_t count = 0;

			if (!strcmp(d->name, named))
				return d;
			for (size_t j = 0; j < n; j++)
				for (uint32_t m = 0; m < h->by_prog[j].n; m++)
					count += !strcmp(h->by_prog[j].protos[m]->name, d->name);
			if (count > most) {
				most = count;
				best = d;
			}
		}
	return best;
}

static void write_fields(struct facts *f, struct row *r, const struct helper *h, const struct proto *p)
{
	const char *flags = or(f, p->flags, predicate_flags(f, h->id, p->decl)), *range = range_of(f, h->id);
	const char *args = strstr(p->fields, ", .args"), *btf = strstr(p->fields, ", .ret_btf");

	row_add(r, "%.*s", (int)((btf ? btf : args ? args : p->fields + strlen(p->fields)) - p->fields), p->fields);
	if (btf)
		row_add(r, "%.*s", (int)((args ? args : btf + strlen(btf)) - btf - 2), btf + 2);
	if (*range)
		row_add(r, ".range = %s", range);
	if (*flags)
		row_add(r, ".flags = %s", flags);
	if (args)
		row_add(r, "%s", args + 2);
}

static void write_helper(struct facts *f, struct out *o, const struct helper *h)
{
	struct row r;

	row_begin(&r, o, arena_printf(f->arena, "HELPER(%d, %s, ", h->id, helper_name(f, h->id)));
	write_fields(f, &r, h, &h->base);
	row_add(&r, ".progs = %s", prog_set(f, h->progs));
	if (h->maybe)
		row_add(&r, ".progs_maybe = %s", prog_set(f, h->maybe));
	row_end(&r, ")");
}

/* Other arguments, result or licence for some program types. */
static void write_variants(struct facts *f, struct out *o, const struct helper *h, const struct program_kind *kinds, size_t n)
{
	uint64_t done = 0;

	for (size_t i = 0; i < n; i++) {
		const struct availability *a = &h->by_prog[i];
		struct proto first = {0};
		uint64_t progs = 0;
		struct row r;

		if (!a->n || done >> i & 1)
			continue;
		for (uint32_t k = 0; k < a->n; k++) {
			struct proto p = read_proto(f, a->protos[k]);

			if (k && strstr(p.decl->name, "_sleepable")) /* the same, in a program that may sleep */
				continue;
			if (first.decl && (strcmp(p.fields, first.fields) || strcmp(p.flags, first.flags)))
				not_derived(f, "%s: %s and %s differ, both for %s", helper_name(f, h->id), first.decl->name, p.decl->name, kinds[i].name);
			if (!first.decl || strstr(first.decl->name, "_sleepable"))
				first = p;
		}
		if (!strcmp(first.fields, h->base.fields) && !strcmp(first.flags, h->base.flags))
			continue;
		for (size_t k = i; k < n; k++) {
			struct proto p = h->by_prog[k].n ? read_proto(f, h->by_prog[k].protos[0]) : (struct proto){0};

			if (p.decl && !strcmp(p.fields, first.fields) && !strcmp(p.flags, first.flags))
				progs |= UINT64_C(1) << k;
		}
		done |= progs;
		row_begin(&r, o, arena_printf(f->arena, "HELPER(%d, %s, ", h->id, helper_name(f, h->id)));
		write_fields(f, &r, h, &first);
		row_add(&r, ".progs = %s", prog_set(f, progs));
		row_end(&r, ")");
	}
}

static void write_attaches(struct facts *f, struct out *o, const struct helper *h, const struct program_kind *kinds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct availability *a = &h->by_prog[i];
		uint64_t yes = a->yes & ~a->no & ~UINT64_C(1), no = a->no & ~a->yes & ~UINT64_C(1), both = a->yes & a->no;
		struct row r;

		if (!no || !(yes | both))
			continue;
		row_begin(&r, o, arena_printf(f->arena, "BY_ATTACH(%s, %s, ", helper_name(f, h->id), kinds[i].name));
		row_add(&r, "%s", attach_set(f, yes));
		row_add(&r, "%s", attach_set(f, no));
		row_end(&r, ")");
	}
}

void facts_helpers(struct facts *f)
{
	struct out rows = out_open(f, "helpers.def", "HELPER(number, name, members of struct helper_facts).");
	struct out variants = out_open(f, "helper_variants.def", "The same, where the program type changes the arguments.");
	struct out attaches = out_open(f, "helper_attach.def", "BY_ATTACH(helper, program type, attach types that may, that may not).");
	size_t n;
	const struct program_kind *kinds = program_kinds(f, &n);

	for (size_t i = 1; i < n; i++)
		if (!kinds[i].func_proto)
			not_derived(f, "which helpers %s programs may call: there is no get_func_proto", prog_name(f, (int)i));
	for (int id = 1; id < helper_count(f); id++) {
		struct helper h = {.id = id};
		struct decl *base;

		for (size_t i = 0; i < n; i++)
			if (kinds[i].ops)
				ask_program(f, &h, &kinds[i]);
		base = base_proto(f, &h, kinds, n);
		if (!base) /* some struct_ops may have it to themselves */
			base = source_decl(f->source, arena_printf(f->arena, "bpf_%s_proto", helper_name(f, id)));
		if (!base) {
			not_derived(f, "%s: no program type gets it", helper_name(f, id));
			continue;
		}
		h.base = read_proto(f, base);
		write_helper(f, &rows, &h);
		write_variants(f, &variants, &h, kinds, n);
		write_attaches(f, &attaches, &h, kinds, n);
	}
	out_close(f, &rows);
	out_close(f, &variants);
	out_close(f, &attaches);
}
