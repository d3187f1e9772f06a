// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* signature_prog: a program type's sections, context and results, and what such programs may call. */
#include "signature_words.h"

static const char *const ctx_words[] = {
	[CTX_SCALAR] = "number",
	[CTX_PACKET] = "start of the packet",
	[CTX_PACKET_END] = "end of the packet",
	[CTX_PACKET_META] = "start of the metadata before the packet",
	[CTX_FLOW_KEYS] = "struct bpf_flow_keys *",
	[CTX_SOCK_COMMON_OR_NULL] = "struct bpf_sock *, its first fields only, may be null",
	[CTX_SOCKET] = "struct bpf_sock *",
	[CTX_SOCKET_OR_NULL] = "struct bpf_sock *, may be null",
	[CTX_BTF] = "kernel object",
	[CTX_BTF_OR_NULL] = "kernel object, may be null",
};

static void sections(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = words_table(s, "sections", "section", "note");

	for (size_t i = 0; kernel_section_at(i); i++) {
		const struct section_facts *c = kernel_section_at(i);
		const char *note = c->exact ? "" : "a target behind '/'";

		if (c->prog != f->type || c->since > s->kernel)
			continue;
		if (c->sleepable)
			note = words_join(s, note, "sleepable");
		if (c->frags)
			note = words_join(s, note, "multi-buffer packets");
		sheet_row(p, c->prefix, words_join(s, note, arena_printf(s->arena, "since Linux %u.%u", c->since >> 16, c->since & 0xffff)));
	}
}

static const char *sizes(struct signature *s, uint8_t bits)
{
	const char *words = "";

	for (unsigned size = 1; size <= 8; size *= 2)
		if (bits & size)
			words = arena_printf(s->arena, "%s%s%u", words, *words ? " " : "", size);
	return *words ? words : "-";
}

static void context(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = words_table(s, "context", "field", "at");

	p->columns[2] = "reads of";
	p->columns[3] = "writes of";
	p->columns[4] = "gives";
	for (size_t i = 0; i < f->ctx->nfields; i++) {
		const struct ctx_field *m = &f->ctx->fields[i];
		bool writes = m->write_sizes && (!m->write_progs || m->write_progs >> f->type & 1);
		struct sheet_row row = {{NULL}};

		if (m->not_progs >> f->type & 1 || (!m->read_sizes && !writes))
			continue;
		row.cells[0] = m->name ? m->name : "";
		row.cells[1] = arena_printf(s->arena, "%u", m->off);
		row.cells[2] = sizes(s, m->read_sizes);
		row.cells[3] = writes ? sizes(s, m->write_sizes) : "-";
		row.cells[4] = m->result < ARRAY_LEN(ctx_words) && ctx_words[m->result] ? ctx_words[m->result] : "";
		if (m->btf)
			row.cells[4] = arena_printf(s->arena, "%s (struct %s)", row.cells[4], m->btf);
		if (m->attach)
			row.cells[4] = words_join(s, row.cells[4], "with some attach types only");
		vec_push(&p->rows, row);
	}
}

static void callable(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = sheet_part(&s->sheet, "helpers");

	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);
		enum fact may = h ? kernel_helper_available_at(h, f->type, ATTACH_NONE, s->kernel) : FACT_NO;

		if (may != FACT_NO)
			sheet_row(p, may == FACT_YES ? h->name : arena_printf(s->arena, "%s(some)", h->name), NULL);
	}
	p = sheet_part(&s->sheet, "kfuncs");
	for (size_t i = 0; kernel_kfunc_at(i); i++) {
		const struct kfunc_facts *k = kernel_kfunc_at(i);
		enum fact may = kernel_kfunc_available(k, f->type, ATTACH_NONE, s->kernel);

		if (may != FACT_NO)
			sheet_row(p, may == FACT_YES ? k->name : arena_printf(s->arena, "%s(some)", k->name), NULL);
	}
}

static bool differs(const struct signature *s, const struct prog_facts *f, attach_type a)
{
	struct range_rule r = kernel_return_range_at(f->type, a, s->kernel), usual = kernel_return_range_at(f->type, ATTACH_NONE, s->kernel);

	return r.known != usual.known || (r.known && (r.lo != usual.lo || r.hi != usual.hi));
}

/* What a program may return by how it is attached, where that makes a difference. */
static void returns(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = NULL;
	attach_type a;

	for (size_t n = 0; (a = words_attach(f->type, n)) != ATTACH_NONE; n++)
		if (differs(s, f, a)) {
			p = p ? p : words_table(s, "returns by attach type", "attached as", "returns");
			sheet_row(p, words_attach_name(a), words_range(s, kernel_return_range_at(f->type, a, s->kernel)));
		}
}

/* "0 to 1", as far as the program type alone says. */
static const char *usual_returns(struct signature *s, const struct prog_facts *f)
{
	attach_type a;

	if (f->type == PROG_LSM || f->type == PROG_STRUCT_OPS || f->type == PROG_EXT)
		return "what the kernel's function does";
	for (size_t n = 0; (a = words_attach(f->type, n)) != ATTACH_NONE; n++)
		if (differs(s, f, a))
			return arena_printf(s->arena, "%s; with some attach types otherwise, see below", words_range(s, kernel_return_range_at(f->type, ATTACH_NONE, s->kernel)));
	return words_range(s, kernel_return_range_at(f->type, ATTACH_NONE, s->kernel));
}

static const char *members(struct signature *s, const char *const *list)
{
	const char *words = "";

	for (size_t i = 0; i < STRUCT_OPS_MOST && list[i]; i++)
		words = words_join(s, words, list[i]);
	return words;
}

static void structs_of_operations(struct signature *s)
{
	struct sheet_part *p = words_table(s, "structs of operations", "struct", "since");
	const struct struct_ops_facts *o;

	p->columns[2] = "programs may be";
	p->columns[3] = "of these may sleep";
	for (size_t i = 0; (o = kernel_struct_ops_at(i)); i++) {
		struct sheet_row row = {{o->record, arena_printf(s->arena, "Linux %u.%u", o->since >> 16, o->since & 0xffff)}};

		if (o->since > s->kernel)
			continue;
		row.cells[2] = o->stubs[0] ? members(s, o->stubs) : o->no_stub[0] ? arena_printf(s->arena, "all but %s", members(s, o->no_stub)) : "all";
		row.cells[3] = o->all_sleep ? "all" : members(s, o->may_sleep);
		vec_push(&p->rows, row);
	}
}

static bool sleeps(enum prog_type prog)
{
	for (size_t i = 0; kernel_section_at(i); i++)
		if (kernel_section_at(i)->prog == prog && kernel_section_at(i)->sleepable && prog != PROG_SYSCALL)
			return true;
	return false;
}

void signature_prog(struct signature *s, const struct prog_facts *f)
{
	static const char *const packet[] = {[PACKET_NONE] = "no", [PACKET_READ] = "read", [PACKET_WRITE] = "read and written"};
	struct sheet_part *p;

	s->sheet.title = arena_printf(s->arena, "%s: program type %d%s", f->name, (int)f->type, words_since(s, f->since));
	p = words_table(s, "", "what", "it is");
	words_too_new(s, p, f->since);
	sheet_row(p, "context", f->ctx->size ? arena_printf(s->arena, "struct %s, %u bytes", f->ctx->name, f->ctx->size) : f->ctx->name);
	sheet_row(p, "packet bytes", packet[f->packet]);
	sheet_row(p, "returns", usual_returns(s, f));
	sheet_row(p, "may sleep", sleeps(f->type) ? "some sections, see below" : f->type == PROG_SYSCALL ? "always" : "no");
	returns(s, f);
	sections(s, f);
	if (f->type == PROG_STRUCT_OPS)
		structs_of_operations(s);
	if (f->ctx->nfields)
		context(s, f);
	callable(s, f);
}
