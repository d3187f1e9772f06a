// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * contexts: what a program may read and write behind its context pointer. The is_valid_access function of each program type
 * is run with every offset and size, reading and writing, and every attach type. A member of the struct is a row; what
 * the members do not cover and may be accessed nevertheless is a row without a name.
 */
#include "facts.h"

#include <stdlib.h>

enum { MOST_BYTES = 512, MOST_KINDS = 40, MOST_ATTACHES = 64 };

/* One way to look at a struct: a program type with an attach type. */
struct view {
	const struct program_kind *prog;  /* NULL: a socket */
	int bit;                          /* attach type + 1, 0: none */
	/* by offset: the access sizes (or-ed) that may be read and written there, and what a read gives */
	uint8_t read[MOST_BYTES], write[MOST_BYTES];
	const char *result[MOST_BYTES], *btf[MOST_BYTES];
};

struct layout {
	const char *tag, *id;    /* "__sk_buff"; "sk_buff", what our table is called */
	uint32_t size;
	struct view *views;
	uint32_t nviews;
};

/* ---- asking ---- */

static const struct {
	const char *kernel, *ours;
} results[] = {
	{"SCALAR_VALUE", NULL},
	{"PTR_TO_PACKET", "PACKET"},
	{"PTR_TO_PACKET_END", "PACKET_END"},
	{"PTR_TO_PACKET_META", "PACKET_META"},
	{"PTR_TO_FLOW_KEYS", "FLOW_KEYS"},
	{"PTR_TO_SOCKET", "SOCKET"},
	{"PTR_TO_SOCKET_OR_NULL", "SOCKET_OR_NULL"},
	{"PTR_TO_SOCK_COMMON_OR_NULL", "SOCK_COMMON_OR_NULL"},
	{"PTR_TO_BTF_ID", "BTF"},
};

struct access {
	const struct view *view;
	int64_t off, size, write;
	struct object *info;
	bool yes, no;
	int64_t result;
	const char *btf;
};

static void access_arguments(void *data, struct eval *e, struct value *args)
{
	struct access *q = data;
	struct object *prog = object_new(e->arena);

	q->info = object_new(e->arena);
	object_set(q->info, "reg_type", value_int(source_enum_or(e->source, "SCALAR_VALUE", 1)));
	object_set(q->info, "is_ldsx", value_int(0));
	args[0] = value_int(q->off);
	args[1] = value_int(q->size);
	args[2] = value_int(source_enum_or(e->source, q->write ? "BPF_WRITE" : "BPF_READ", 0));
	args[3] = value_object(q->info);
	if (!q->view->prog)
		return;
	object_set(prog, "type", value_int(q->view->prog->type));
	object_set(prog, "expected_attach_type", value_int(q->view->bit ? q->view->bit - 1 : 0));
	object_set(prog, "aux", value_object(object_new(e->arena)));
	args[3] = value_object(prog);
	args[4] = value_object(q->info);
}

static void access_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	struct access *q = data;
	struct value type = object_get(q->info, "reg_type");
	bool no = result.kind == V_INT && !result.i;

	q->yes |= !no;
	q->no |= no || result.kind != V_INT;
	if (!no) {
		q->result = type.kind == V_INT ? type.i : -1;
		q->btf = e->type_named;
	}
}

static struct access ask_access(struct facts *f, struct decl *valid, const struct view *v, int64_t off, int64_t size, bool write)
{
	struct access q = {.view = v, .off = off, .size = size, .write = write};
	struct eval e = {.source = f->source, .arguments = access_arguments, .outcome = access_outcome, .data = &q};
	const char *broken = eval_run(&e, valid);

	if (broken || (q.yes && q.no)) {
		not_derived(f, "%s(%lld, %lld): %s", valid->name, (long long)off, (long long)size, broken ? broken : "depends on the kernel");
		q.yes = true;
	}
	return q;
}

static const char *result_word(struct facts *f, int64_t type)
{
	int64_t flags = source_enum_or(f->source, "PTR_TRUSTED", 0);

	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		if (source_enum_or(f->source, results[i].kernel, -1) == type || source_enum_or(f->source, results[i].kernel, -1) == (type & ~flags))
			return results[i].ours;
	return "NONE";
}

static void fill_view(struct facts *f, struct decl *valid, struct view *v, uint32_t bytes)
{
	for (uint32_t size = 1; size <= 8; size *= 2)
		for (uint32_t off = 0; off < bytes; off++) {
			struct access read = ask_access(f, valid, v, off, size, false), write = {0};

			if (v->prog) /* sockets are never written: check_sock_access */
				write = ask_access(f, valid, v, off, size, true);

			if (off % size) {
				if (read.yes || write.yes)
					not_derived(f, "%s takes an access that is not aligned: %u bytes at %u", valid->name, size, off);
				continue;
			}
			v->read[off] |= read.yes ? size : 0;
			v->write[off] |= write.yes ? size : 0;
			if (read.yes && result_word(f, read.result)) {
				v->result[off] = result_word(f, read.result);
				v->btf[off] = read.btf;
			}
		}
}

/* ---- rows ---- */

struct field {
	const char *name;
	uint32_t off, size;
};

/* The narrowest member at each byte; what has none is joined into one unnamed part for each stretch that is accessible. */
static uint32_t fields_of(struct facts *f, const struct layout *l, struct field *fields)
{
	size_t nmembers;
	const struct member *members = source_members(f->source, l->tag, &nmembers);
	uint32_t n = 0;
	int last = -2;

	for (uint32_t off = 0; off < l->size; off++) {
		int best = -1;
		bool used = false;

		for (size_t m = 0; m < nmembers; m++)
			if (off >= members[m].off && off < members[m].off + members[m].size &&
			    (best < 0 || members[m].size < members[best].size))
				best = (int)m;
		for (uint32_t v = 0; v < l->nviews; v++)
			used |= l->views[v].read[off] || l->views[v].write[off];
		if (best < 0 && !used && last != -1) {
			last = -2;
			continue;
		}
		if (best != last)
			fields[n++] = (struct field){best < 0 ? NULL : members[best].name, off, 0};
		fields[n - 1].size = off + 1 - fields[n - 1].off;
		last = best;
	}
	return n;
}

struct rule {
	uint8_t read_sizes, write_sizes;
	bool start_only;
	uint64_t progs, write_progs;       /* that may read or write at all */
	uint64_t attach, write_attach;
	bool by_attach, write_by_attach;   /* some of them only with these attach types */
	const char *result, *btf;
};

static struct rule rule_of(const struct layout *l, const struct field *field)
{
	struct rule r = {0};
	uint64_t never = 0, never_write = 0;

	for (uint32_t i = 0; i < l->nviews; i++) {
		const struct view *v = &l->views[i];
		uint8_t read = 0, write = 0;
		uint64_t prog = v->prog ? UINT64_C(1) << v->prog->type : 1, attach = UINT64_C(1) << v->bit;

		for (uint32_t k = field->off; k < field->off + field->size; k++) {
			read |= v->read[k];
			write |= v->write[k];
			if (v->result[k]) {
				r.result = v->result[k];
				r.btf = v->btf[k];
			}
		}
		r.read_sizes |= read;
		r.write_sizes |= write;
		*(read ? &r.progs : &never) |= read ? prog : attach;
		*(write ? &r.write_progs : &never_write) |= write ? prog : attach;
		r.attach |= read ? attach : 0;
		r.write_attach |= write ? attach : 0;
	}
	for (uint32_t i = 0; i < l->nviews; i++) { /* may some program with one attach type what it may not with another? */
		const struct view *v = &l->views[i];
		uint64_t prog = v->prog ? UINT64_C(1) << v->prog->type : 1;
		uint8_t read = 0, write = 0;

		for (uint32_t k = field->off; k < field->off + field->size; k++) {
			read |= v->read[k];
			write |= v->write[k];
			for (uint32_t size = 1; size <= 8; size *= 2)
				if (r.read_sizes & size && k != field->off && k % size == 0 && k + size <= field->off + field->size &&
				    v->read[field->off] & size && !(v->read[k] & size))
					r.start_only = true;
		}
		r.by_attach |= r.progs & prog && !read;
		r.write_by_attach |= r.write_progs & prog && !write;
	}
	return r;
}

/* What the row says, as checks/kernel/ctx_access.c reads it. */
static bool row_says(const struct rule *r, const struct view *v, const struct field *field, uint32_t off, uint32_t size, bool write)
{
	uint64_t prog = v->prog ? UINT64_C(1) << v->prog->type : 1, attach = UINT64_C(1) << v->bit;

	if (!(r->progs & prog) || !((write ? r->write_sizes : r->read_sizes) & size))
		return false;
	if (off != field->off && (r->start_only || off + size > field->off + field->size))
		return false;
	if (write && !(r->write_progs & prog))
		return false;
	if (r->by_attach && !(r->attach & attach))
		return false;
	return !write || !r->write_by_attach || r->write_attach & attach;
}

static bool check_row(struct facts *f, const struct layout *l, const struct field *field, const struct rule *r, bool tell)
{
	for (uint32_t i = 0; i < l->nviews; i++) {
		const struct view *v = &l->views[i];

		for (uint32_t off = field->off; off < field->off + field->size; off++)
			for (uint32_t size = 1; size <= 8; size *= 2)
				for (int write = 0; write < 2; write++) {
					bool is = (write ? v->write : v->read)[off] & size;

					if (off % size || is == row_says(r, v, field, off, size, write))
						continue;
					if (!tell)
						return false;
					not_derived(f, "struct %s, %s: a %s of %u bytes at offset %u in %s is%s allowed, and no row can say so", l->tag,
						    field->name ? field->name : "padding", write ? "write" : "read", size, off,
						    v->prog ? v->prog->name : "sockets", is ? "" : " not");
				}
	}
	return true;
}

static const char *sizes(struct facts *f, uint8_t mask)
{
	const char *s = "";

	for (uint32_t size = 1; size <= 8; size *= 2)
		if (mask & size)
			s = arena_printf(f->arena, "%s%s%u", s, *s ? " | " : "", size);
	return s;
}

static void write_field(struct facts *f, struct out *o, const struct layout *l, const struct field *field, uint64_t everyone)
{
	struct rule r = rule_of(l, field);
	struct row row;
	uint64_t not = everyone & ~r.progs;

	/* a word in the middle of a longer number may have a rule of its own */
	if (!check_row(f, l, field, &r, false) && field->size == 8) {
		struct field low = {field->name, field->off, 4}, high = {field->name, field->off + 4, 4};

		write_field(f, o, l, &low, everyone);
		write_field(f, o, l, &high, everyone);
		return;
	}
	check_row(f, l, field, &r, true);
	row_begin(&row, o, "FIELD(");
	row_add(&row, "%s", field->name ? arena_printf(f->arena, "\"%s\"", field->name) : "NULL");
	row_add(&row, "%u", field->off);
	row_add(&row, "%u", field->size);
	row_add(&row, ".read_sizes = %s", r.read_sizes ? sizes(f, r.read_sizes) : "0");
	if (r.write_sizes)
		row_add(&row, ".write_sizes = %s", sizes(f, r.write_sizes));
	if (!r.read_sizes && !r.write_sizes)
		row_add(&row, ".result = CTX_NONE");
	else if (r.result)
		row_add(&row, ".result = CTX_%s", r.result);
	if (r.btf)
		row_add(&row, ".btf = \"%s\"", r.btf);
	if (r.start_only)
		row_add(&row, ".start_only = true");
	if (l->views[0].prog && not && r.read_sizes)
		row_add(&row, ".not_progs = %s", prog_set(f, not));
	if (r.write_sizes && r.write_progs != r.progs)
		row_add(&row, ".write_progs = %s", prog_set(f, r.write_progs));
	if (r.by_attach && r.read_sizes)
		row_add(&row, ".attach = %s", attach_set(f, r.attach));
	if (r.write_by_attach && r.write_sizes && r.write_attach != r.attach)
		row_add(&row, ".write_attach = %s", attach_set(f, r.write_attach));
	row_end(&row, ")");
}

static void write_layout(struct facts *f, struct out *o, const struct layout *l)
{
	struct field fields[MOST_BYTES];
	uint32_t n = fields_of(f, l, fields);
	uint64_t everyone = 0;

	for (uint32_t i = 0; i < l->nviews; i++)
		everyone |= l->views[i].prog ? UINT64_C(1) << l->views[i].prog->type : 0;
	fprintf(o->f, "STRUCT(%s, \"%s\", %u)\n", l->id, l->tag, l->size);
	for (uint32_t i = 0; i < n; i++)
		write_field(f, o, l, &fields[i], everyone);
	fprintf(o->f, "END(%s, \"%s\", %u)\n", l->id, l->tag, l->size);
}

/* ---- which structs ---- */

/* Contexts that is_valid_access treats as plain registers or arguments: ctx_access.c has their rules. */
static const char *const not_structs[] = {"bpf_perf_event_data", "bpf_raw_tracepoint_args", "pt_regs", "user_pt_regs"};

static bool is_struct(const struct program_kind *k)
{
	for (size_t i = 0; k->context && i < ARRAY_LEN(not_structs); i++)
		if (!strcmp(not_structs[i], k->context))
			return false;
	return k->context && k->is_valid_access;
}

/* "__sk_buff" and "bpf_sock_addr" without what every such name begins with. */
static const char *bare(const char *tag)
{
	tag += strspn(tag, "_");
	return strncmp(tag, "bpf_", 4) ? tag : tag + 4;
}

static void write_context(struct facts *f, struct out *o, const char *tag)
{
	size_t n;
	const struct program_kind *kinds = program_kinds(f, &n);
	struct layout l = {.tag = tag, .id = bare(tag), .size = source_sizeof(f->source, tag)};
	VEC(struct view) views = {0};

	if (!l.size || l.size > MOST_BYTES - 8) {
		not_derived(f, "struct %s: not found", tag);
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (int bit = 0; is_struct(&kinds[i]) && !strcmp(kinds[i].context, tag) && bit < 64; bit++) {
			struct view v = {.prog = &kinds[i], .bit = bit};

			if (!(kinds[i].attaches >> bit & 1))
				continue;
			fill_view(f, kinds[i].is_valid_access, &v, l.size);
			vec_push(&views, v);
		}
	l.views = views.at;
	l.nviews = views.n;
	write_layout(f, o, &l);
	vec_free(&views);
}

static const struct {
	const char *id, *tag, *function;
} sockets[] = {
	{"full_sock", "bpf_sock", "bpf_sock_is_valid_access"},
	{"common_sock", "bpf_sock", "bpf_sock_common_is_valid_access"},
	{"tcp_sock", "bpf_tcp_sock", "bpf_tcp_sock_is_valid_access"},
	{"xdp_sock", "bpf_xdp_sock", "bpf_xdp_sock_is_valid_access"},
};

void facts_contexts(struct facts *f)
{
	struct out o = out_open(f, "contexts.def", "FIELD(name, offset, size, members of struct ctx_field).");
	size_t n;
	const struct program_kind *kinds = program_kinds(f, &n);

	for (size_t i = 0; i < n; i++) {
		bool first = is_struct(&kinds[i]);

		for (size_t k = 0; k < i; k++)
			first = first && (!is_struct(&kinds[k]) || strcmp(kinds[k].context, kinds[i].context));
		if (first)
			write_context(f, &o, kinds[i].context);
		else if (kinds[i].ops && !is_struct(&kinds[i]))
			not_derived(f, "the context of %s programs is no struct of its own", kinds[i].name);
	}
	for (size_t i = 0; i < ARRAY_LEN(sockets); i++) {
		struct decl *valid = source_decl(f->source, sockets[i].function);
		struct view v = {0};
		struct layout l = {.tag = sockets[i].tag, .id = sockets[i].id, .views = &v, .nviews = 1};

		l.size = source_sizeof(f->source, l.tag);
		if (!valid || !l.size) {
			not_derived(f, "struct %s: there is no %s()", l.tag, sockets[i].function);
			continue;
		}
		fill_view(f, valid, &v, l.size);
		write_layout(f, &o, &l);
	}
	out_close(f, &o);
}
