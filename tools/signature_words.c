// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "signature_words.h"

static const char *const attach_names[ATTACH_TYPES] = {
#define ATTACH_TYPE(number, name) [(number) + 1] = #name,
#include "kernel/generated/attach_types.def"
#undef ATTACH_TYPE
	[ATTACH_TRACE_UPROBE_SESSION] = "TRACE_UPROBE_SESSION",
};

const char *words_attach_name(attach_type a)
{
	return attach_names[a];
}

const char *words_since(struct signature *s, uint32_t kver)
{
	return kver ? arena_printf(s->arena, ", since Linux %u.%u", kver >> 16, kver & 0xffff) : "";
}

struct sheet_part *words_table(struct signature *s, const char *name, const char *a, const char *b)
{
	struct sheet_part *p = sheet_part(&s->sheet, name);

	p->columns[0] = a;
	p->columns[1] = b;
	return p;
}

const char *words_or_unknown(const char *words)
{
	return words ? words : "not modelled";
}

const char *words_join(struct signature *s, const char *a, const char *b)
{
	return *a ? arena_printf(s->arena, "%s, %s", a, b) : b;
}

const char *words_program(const struct prog_facts *p)
{
	return p->name + strlen("BPF_PROG_TYPE_");
}

/* ---- helpers ---- */

/* "read-only value, may be null" for lookups; for other helpers only whether they work there. */
const char *words_on_map(const struct signature *s, const struct helper_facts *h, const struct map_facts *m)
{
	enum fact works = kernel_map_helper_at(m->type, h->id, PROG_UNSPEC, ATTACH_NONE, s->kernel);

	if (works == FACT_UNKNOWN)
		return "not modelled, or only in some programs";
	if (works == FACT_NO)
		return "no: this map type does not take it";
	return h->ret == RET_MAP_VALUE ? kernel_lookup_result_name(m->lookup) : "yes";
}

const char *words_range(struct signature *s, struct range_rule r)
{
	return !r.known ? "anything" : r.lo == r.hi ? arena_printf(s->arena, "%lld", (long long)r.lo) : arena_printf(s->arena, "%lld to %lld", (long long)r.lo, (long long)r.hi);
}

/* The attach types of a program type, as its sections have them, each once: the `n`-th; ATTACH_NONE past the last. */
attach_type words_attach(enum prog_type prog, size_t n)
{
	uint64_t seen = 0;

	for (size_t i = 0; kernel_section_at(i); i++) {
		attach_type a = kernel_section_at(i)->attach;

		if (kernel_section_at(i)->prog != prog || a == ATTACH_NONE || a >= 64 || seen >> a & 1)
			continue;
		seen |= UINT64_C(1) << a;
		if (!n--)
			return a;
	}
	return ATTACH_NONE;
}

void words_too_new(struct signature *s, struct sheet_part *p, uint32_t kver)
{
	if (kver > s->kernel)
		sheet_row(p, arena_printf(s->arena, "Linux %u.%u", s->kernel >> 16, s->kernel & 0xffff), "does not have it");
}
