// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_btf: does the BTF of the running kernel say the same as the tables? Prototypes of kfuncs with the names of their parameters,
 * layouts of contexts, sizes of what the kernel keeps in map values, members that lead to trusted objects, LSM hooks, structs of operations.
 *
 * Needs no rights, only /sys/kernel/btf/vmlinux; without it the test is skipped. A difference fails it only on the version that the tables
 * speak of (KVER_NEWEST). `ask_btf -v` lists what could not be asked, too.
 */
#include "kernel/kernel.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>

enum { SKIPPED = 77 };

enum outcome { AGREE, DIFFER, CANNOT_ASK, OUTCOMES };

static struct btf *btf;
static bool verbose;
static uint32_t kver;
static uint32_t count[OUTCOMES];

__attribute__((format(printf, 2, 3))) static void note(enum outcome o, const char *format, ...)
{
	va_list args;

	count[o]++;
	if (o == AGREE || (o == CANNOT_ASK && !verbose))
		return;
	printf("%s: ", o == DIFFER ? "DIFFER" : "cannot ask");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* ---- types, as far as the verifier looks at them ---- */

/* What is behind typedefs and const; `depth` counts the pointers on the way. */
struct plain {
	unsigned depth, kind;
	uint32_t size;      /* of numbers */
	const char *name;   /* of records; "" */
};

static struct plain plain_of(uint32_t id, unsigned depth)
{
	struct plain p = {.depth = depth, .name = ""};
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t) || btf_is_ptr(t) || btf_is_type_tag(t))) {
		p.depth += btf_is_ptr(t);
		t = btf__type_by_id(btf, t->type);
	}
	if (!t || btf_is_void(t))
		return p;
	p.kind = btf_is_any_enum(t) ? BTF_KIND_INT : btf_is_fwd(t) ? (btf_kflag(t) ? BTF_KIND_UNION : BTF_KIND_STRUCT) : btf_kind(t);
	p.size = p.kind == BTF_KIND_INT ? t->size : 0;
	if (p.kind == BTF_KIND_STRUCT || p.kind == BTF_KIND_UNION)
		p.name = btf__name_by_offset(btf, t->name_off);
	return p;
}

static bool begins(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n))
		return false;
	*s += n;
	return true;
}

/* The same of a type as the tables spell it; false: the kernel knows no type of that name. */
static bool plain_named(const char *spelled, struct plain *p)
{
	static const struct { const char *spelled, *btf; } numbers[] = {{"unsigned long long", "long long unsigned int"}, {"unsigned long", "long unsigned int"},
		{"unsigned int", "unsigned int"}, {"unsigned char", "unsigned char"}, {"long long", "long long int"}, {"long", "long int"}, {"unsigned", "unsigned int"}};
	char name[96];
	unsigned depth = 0, kind = BTF_KIND_UNKN;
	size_t n;
	int id;

	begins(&spelled, "const ");
	if (strstr(spelled, "(*)")) {
		*p = (struct plain){1, BTF_KIND_FUNC_PROTO, 0, ""};
		return true;
	}
	n = strlen(spelled);
	while (n && (spelled[n - 1] == '*' || spelled[n - 1] == ' '))
		depth += spelled[--n] == '*';
	snprintf(name, sizeof(name), "%.*s", (int)n, spelled);
	spelled = name;
	if (begins(&spelled, "struct "))
		kind = BTF_KIND_STRUCT;
	else if (begins(&spelled, "union "))
		kind = BTF_KIND_UNION;
	else if (begins(&spelled, "enum "))
		kind = BTF_KIND_INT;
	*p = (struct plain){depth, kind, kind == BTF_KIND_INT ? 4 : 0, kind == BTF_KIND_INT || !kind ? "" : spelled};
	if (kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION) {
		static char kept[2][96]; /* a result and an argument are compared at a time */
		static unsigned turn;

		p->name = strcpy(kept[turn ^= 1], spelled);
		return true;
	}
	if (kind || !strcmp(spelled, "void"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (!strcmp(numbers[i].spelled, spelled))
			spelled = numbers[i].btf;
	id = btf__find_by_name_kind(btf, spelled, BTF_KIND_TYPEDEF);
	if (id < 0)
		id = btf__find_by_name_kind(btf, spelled, BTF_KIND_INT);
	if (id < 0)
		return false;
	*p = plain_of((uint32_t)id, depth);
	return true;
}

static bool same(const struct plain *a, const struct plain *b)
{
	return a->depth == b->depth && a->kind == b->kind && a->size == b->size && !strcmp(a->name, b->name);
}

static void compare_type(const char *who, const char *what, const char *spelled, uint32_t id)
{
	struct plain is = plain_of(id, 0), said;

	if (!plain_named(spelled, &said))
		note(CANNOT_ASK, "%s: no type '%s'", who, spelled);
	else
		note(same(&is, &said) ? AGREE : DIFFER, "%s: %s: the table says '%s', the kernel %u pointers to kind %u of %u bytes, '%s'", who, what, spelled,
		     is.depth, is.kind, is.size, is.name);
}

/* ---- kfuncs ---- */

/* Behind the last "__" begins what the verifier looks at; parameters without it are told apart by their place alone. */
static const char *suffix(const char *name)
{
	const char *last = "";

	for (const char *at = name; (at = strstr(at, "__")); at += 2)
		last = at;
	return last;
}

static const struct btf_type *prototype_of(const char *name)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_FUNC);

	return id > 0 ? btf__type_by_id(btf, btf__type_by_id(btf, (uint32_t)id)->type) : NULL;
}

/* Marked like kfuncs, but for fmod_ret programs to be attached to (register_btf_fmodret_id_set). */
static bool is_for_attaching(const char *name)
{
	return !strncmp(name, "bpf_fentry_test", 15) || !strncmp(name, "bpf_modify_return_test", 22);
}

/* What the kernel marks as one is in the table. */
static void ask_unknown_kfuncs(void)
{
	uint32_t n = btf__type_cnt(btf);

	for (uint32_t id = 1; id < n; id++) {
		const struct btf_type *t = btf__type_by_id(btf, id), *of = btf_is_decl_tag(t) ? btf__type_by_id(btf, t->type) : NULL;

		if (of && btf_is_func(of) && !strcmp(btf__name_by_offset(btf, t->name_off), "bpf_kfunc") && !is_for_attaching(btf__name_by_offset(btf, of->name_off)))
			note(kernel_kfunc(btf__name_by_offset(btf, of->name_off)) ? AGREE : DIFFER, "%s: a kfunc that the table does not have", btf__name_by_offset(btf, of->name_off));
	}
}

static void ask_kfuncs(void)
{
	for (size_t i = 0; kernel_kfunc_at(i); i++) {
		const struct kfunc_facts *k = kernel_kfunc_at(i);
		const struct btf_type *proto = prototype_of(k->name);
		const struct btf_param *p = proto ? btf_params(proto) : NULL;

		if (!proto) {
			note(CANNOT_ASK, "%s: this kernel was built without it, or has it in a module", k->name);
			continue;
		}
		note(btf_vlen(proto) == k->nargs ? AGREE : DIFFER, "%s: the table has %u parameters, the kernel %u", k->name, k->nargs, btf_vlen(proto));
		compare_type(k->name, "result", k->ret, proto->type);
		for (uint32_t a = 0; a < k->nargs && a < btf_vlen(proto); a++) {
			const char *is = btf__name_by_offset(btf, p[a].name_off), *said = kernel_kfunc_parameter(k, a, kver);

			compare_type(k->name, said, k->args[a].type, p[a].type);
			note(strcmp(suffix(is), suffix(said)) ? DIFFER : AGREE, "%s: the table calls parameter %u '%s', the kernel '%s'", k->name, a + 1, said, is);
		}
	}
}

/* ---- records ---- */

static const struct btf_type *record_named(const char *name)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_STRUCT);

	return id > 0 ? btf__type_by_id(btf, (uint32_t)id) : NULL;
}

/* Also inside of members without a name. `off`: bits. */
static bool find_member(const struct btf_type *t, const char *name, uint32_t from, uint32_t *off, uint32_t *type)
{
	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		const struct btf_member *m = &btf_members(t)[i];
		const struct btf_type *inner = btf__type_by_id(btf, m->type);
		const char *is = btf__name_by_offset(btf, m->name_off);

		*off = from + btf_member_bit_offset(t, i);
		*type = m->type;
		if (!strcmp(is, name) || (!*is && btf_is_composite(inner) && find_member(inner, name, *off, off, type)))
			return true;
	}
	return false;
}

static void ask_context(const struct ctx_facts *c)
{
	const struct btf_type *t = record_named(c->name);

	if (!t) {
		note(CANNOT_ASK, "struct %s: not in this kernel's BTF", c->name);
		return;
	}
	note(t->size == c->size ? AGREE : DIFFER, "struct %s: the table says %u bytes, the kernel %u", c->name, c->size, t->size);
	for (size_t i = 0; i < c->nfields; i++) {
		const struct ctx_field *f = &c->fields[i];
		uint32_t off = 0, type = 0;

		if (!f->name || f->result == CTX_NONE)
			continue;
		if (!find_member(t, f->name, 0, &off, &type))
			note(DIFFER, "struct %s: the kernel has no '%s'", c->name, f->name);
		else
			/* a row may be a part: the halves of a number, a union but its first member */
			note(off <= f->off * 8u && off / 8 + btf__resolve_size(btf, type) >= f->off + f->size ? AGREE : DIFFER, "struct %s: '%s': the table says %u bytes at %u, the kernel %lld at %u",
			     c->name, f->name, f->size, f->off, (long long)btf__resolve_size(btf, type), off / 8);
	}
}

static void ask_contexts(void)
{
	for (int p = 1; p < PROG_TYPES; p++) {
		const struct ctx_facts *c = kernel_prog((enum prog_type)p)->ctx;
		bool before = false;

		for (int q = 1; q < p; q++)
			before |= kernel_prog((enum prog_type)q)->ctx == c;
		if (!before && c->kind == CTX_STRUCT)
			ask_context(c);
	}
	for (int k = 0; k < SOCK_KINDS; k++)
		ask_context(kernel_sock((enum sock_kind)k));
}

static void ask_size(const char *name, uint32_t size)
{
	const struct btf_type *t = record_named(name);

	note(!t ? CANNOT_ASK : t->size == size ? AGREE : DIFFER, "struct %s: the table says %u bytes, the kernel %u", name, size, t ? t->size : 0);
}

static void ask_sizes(void)
{
	const char *record;
	uint32_t size;

	for (int k = 0; k < FIELD_KINDS; k++)
		if (kernel_field((enum field_kind)k)->type)
			ask_size(kernel_field((enum field_kind)k)->name, kernel_field((enum field_kind)k)->size);
	for (size_t i = 0; kernel_stack_object_at(i, &record, &size); i++)
		ask_size(record, size);
}

static void ask_record(const char *name, const char *who)
{
	bool there = record_named(name) || btf__find_by_name_kind(btf, name, BTF_KIND_UNION) > 0 || btf__find_by_name_kind(btf, name, BTF_KIND_FWD) > 0;

	note(there ? AGREE : CANNOT_ASK, "struct %s: not in this kernel's BTF (%s)", name, who);
}

static void ask_members(void)
{
	const char *record, *member;
	uint32_t off, type;

	for (size_t i = 0; kernel_member_at(i, &record, &member); i++) {
		const struct btf_type *t = record_named(record);

		note(!t ? CANNOT_ASK : find_member(t, member, 0, &off, &type) ? AGREE : DIFFER, "struct %s: the kernel has no '%s'", record, member);
	}
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);

		for (int a = 0; h && a < 5; a++)
			if (h->args[a].btf)
				ask_record(h->args[a].btf, h->name);
		if (h && h->ret_btf)
			ask_record(h->ret_btf, h->name);
	}
}

/* struct bpf_ctx_convert has two members for each type of program: what the program sees, and what the kernel has. */
static void ask_own_contexts(void)
{
	const struct btf_type *all = record_named("bpf_ctx_convert");

	for (int p = 1; p < PROG_TYPES; p++) {
		const struct prog_facts *f = kernel_prog((enum prog_type)p);
		char member[64];
		struct plain is = {0};
		uint32_t off, type;

		snprintf(member, sizeof(member), "%s_kern", f->name);
		if (!all || !find_member(all, member, 0, &off, &type)) {
			note(CANNOT_ASK, "%s: not in this kernel's bpf_ctx_convert", f->name);
			continue;
		}
		is = plain_of(type, 0);
		note(is.kind != BTF_KIND_STRUCT ? (f->own ? DIFFER : AGREE) : f->own && !strcmp(f->own, is.name) ? AGREE : DIFFER, "%s: the kernel's own context is '%s', says the table",
		     f->name, f->own ? f->own : "none");
	}
}

/* ---- functions that programs attach to ---- */

static void ask_iterators(void)
{
	const struct iter_member *at;
	const char *target;
	size_t n;

	for (size_t i = 0; kernel_iter_at(i, &target, &at, &n); i++) {
		char name[64];
		const struct btf_type *proto;

		snprintf(name, sizeof(name), "bpf_iter_%s", target);
		proto = prototype_of(name);
		if (!proto) {
			note(CANNOT_ASK, "iterator %s: not in this kernel", target);
			continue;
		}
		for (size_t k = 0; k < n; k++) { /* buffers are void *, objects are records */
			struct plain p = at[k].off / 8u < btf_vlen(proto) ? plain_of(btf_params(proto)[at[k].off / 8].type, 0) : (struct plain){0};

			note(p.depth == 1 && (at[k].kind == ITER_OBJECT ? p.kind == BTF_KIND_STRUCT : p.kind == BTF_KIND_UNKN) ? AGREE : DIFFER,
			     "iterator %s: what is at %u is another kind of thing", target, at[k].off);
		}
	}
}

static void ask_hooks(void)
{
	for (size_t i = 0; kernel_lsm_hook_at(i); i++) {
		const struct lsm_hook_facts *h = kernel_lsm_hook_at(i);
		char name[96];
		const struct btf_type *proto;

		snprintf(name, sizeof(name), "bpf_lsm_%s", h->name);
		proto = prototype_of(name);
		note(!proto ? CANNOT_ASK : (h->returns == LSM_RETURNS_NOTHING) == !plain_of(proto->type, 0).kind ? AGREE : DIFFER, "LSM hook %s: %s", h->name,
		     proto ? "the kernel's returns something else" : "not in this kernel");
	}
}

static void ask_operations(void)
{
	for (size_t i = 0; kernel_struct_ops_at(i); i++)
		ask_record(kernel_struct_ops_at(i)->record, "struct_ops");
}

/* ---- what arguments may be ---- */

static unsigned flags_named(const char *parameter)
{
	size_t n = strlen(parameter);

	return n > 10 && !strcmp(parameter + n - 10, "__nullable") ? ARGUMENT_MAYBE_NULL : n > 5 && !strcmp(parameter + n - 5, "__ref") ? ARGUMENT_OWNED : 0;
}

/* bpf_dummy_ops__test_1() stands for that member when a struct of operations is made; __bpf_trace_X() is what runs the programs of X. */
static void ask_arguments(void)
{
	for (uint32_t id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *t = btf__type_by_id(btf, id), *proto, *record;
		const char *name = btf__name_by_offset(btf, t->name_off), *cut = strstr(name, "__");
		bool tracepoint = !strncmp(name, "__bpf_trace_", 12);
		char of[128] = "";
		uint32_t off, type;

		if (!btf_is_func(t) || !cut)
			continue;
		if (!tracepoint && cut - name < (int)sizeof(of))
			memcpy(of, name, (size_t)(cut - name));
		record = *of ? record_named(of) : NULL;
		if (!tracepoint && !(record && find_member(record, cut + 2, 0, &off, &type)))
			continue;
		proto = btf__type_by_id(btf, t->type);
		for (uint32_t i = tracepoint; i < btf_vlen(proto); i++) {
			unsigned want = flags_named(btf__name_by_offset(btf, btf_params(proto)[i].name_off));
			int has = tracepoint ? kernel_tracepoint_argument(name + 12, i - 1, kver) : kernel_member_argument(of, cut + 2, i, kver) & ~ARGUMENT_TCP_SOCK;

			if (want || (!tracepoint && has))
				note(has >= 0 && ((unsigned)has & want) == want && (tracepoint || (unsigned)has == want) ? AGREE : DIFFER,
				     "%s: argument %u is %u, says the table, and the kernel %u", name, i + !tracepoint, (unsigned)has, want);
		}
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*ask)(void);
	} questions[] = {
		{"prototypes of kfuncs", ask_kfuncs},
		{"kfuncs of this kernel", ask_unknown_kfuncs},
		{"layouts of contexts", ask_contexts},
		{"sizes of special structs", ask_sizes},
		{"members, objects of helpers", ask_members},
		{"the kernel's own contexts", ask_own_contexts},
		{"what iterators show", ask_iterators},
		{"LSM hooks", ask_hooks},
		{"structs of operations", ask_operations},
		{"arguments that may be null", ask_arguments},
	};
	struct utsname u;
	unsigned major = 0, minor = 0;
	uint32_t differ = 0;

	verbose = argc > 1 && !strcmp(argv[1], "-v");
	btf = btf__parse("/sys/kernel/btf/vmlinux", NULL);
	if (libbpf_get_error(btf)) {
		puts("skipped: this kernel shows no BTF");
		return SKIPPED;
	}
	uname(&u);
	sscanf(u.release, "%u.%u", &major, &minor);
	kver = KVER(major, minor);
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		memset(count, 0, sizeof(count));
		questions[i].ask();
		printf("%-28s agree %u, differ %u, cannot ask %u\n", questions[i].name, count[AGREE], count[DIFFER], count[CANNOT_ASK]);
		differ += count[DIFFER];
	}
	btf__free(btf);
	if (differ && kver != KVER_NEWEST)
		printf("this is Linux %u.%u: the tables speak of another version\n", major, minor);
	return differ && kver == KVER_NEWEST;
}
