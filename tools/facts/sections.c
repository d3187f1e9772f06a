// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* sections: how libbpf reads section names. Mirrors section_defs and sec_def_matches in tools/lib/bpf/libbpf.c. */
#include "facts.h"

struct section {
	const char *name;      /* as written: "kprobe+", "cgroup/connect4" */
	int prog, attach;
	int64_t flags;
};

/* The n-th row of section_defs. */
static bool section_at(struct facts *f, uint32_t n, struct section *s)
{
	struct decl *d = source_decl(f->source, "section_defs");
	const struct node *list = d ? source_body(f->source, d) : NULL, *name;

	if (!list || n >= list->n)
		return false;
	name = node_field(list->kids[n], "sec");
	s->name = name && name->name ? name->name : "?";
	s->prog = (int)eval_const(f->source, node_field(list->kids[n], "prog_type")).i;
	s->attach = (int)eval_const(f->source, node_field(list->kids[n], "expected_attach_type")).i;
	s->flags = eval_const(f->source, node_field(list->kids[n], "cookie")).i;
	return true;
}

/* Attach type 0 is a type of its own too: a section means it when it says something about attaching. */
static bool names_attach(struct facts *f, const struct section *s)
{
	return s->attach || s->flags & (source_enum_or(f->source, "SEC_ATTACHABLE", 2) | source_enum_or(f->source, "SEC_EXP_ATTACH_OPT", 1));
}

uint64_t section_attaches(struct facts *f, int prog)
{
	struct section s;
	uint64_t bits = 0;

	for (uint32_t i = 0; section_at(f, i, &s); i++)
		if (s.prog == prog)
			bits |= names_attach(f, &s) ? UINT64_C(2) << s.attach : 1;
	return bits;
}

void facts_sections(struct facts *f)
{
	struct out o = out_open(f, "sections.def", "SECTION(prefix, what may follow, program type, attach type, sleepable, multi-buffer)");
	int64_t sleepable = source_enum_or(f->source, "SEC_SLEEPABLE", 8), frags = source_enum_or(f->source, "SEC_XDP_FRAGS", 16);
	struct section s;

	for (uint32_t i = 0; section_at(f, i, &s); i++, o.rows++) {
		size_t n = strlen(s.name);
		char last = n ? s.name[n - 1] : 0;

		fprintf(o.f, "SECTION(\"%.*s\", %s, %s, %s, %s, %s)\n", (int)(last == '+' || last == '/' ? n - 1 : n), s.name,
			last == '+' ? "MORE" : last == '/' ? "NEEDS_MORE" : "EXACT", prog_name(f, s.prog),
			names_attach(f, &s) ? attach_name(f, s.attach) : "NONE", s.flags & sleepable ? "SLEEPS" : "PLAIN",
			s.flags & frags ? "FRAGS" : "LINEAR");
	}
	if (!o.rows)
		not_derived(f, "sections.def: section_defs is not in tools/lib/bpf/libbpf.c");
	out_close(f, &o);
}
