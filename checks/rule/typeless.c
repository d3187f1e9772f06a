// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * typeless: a program in a section of which libbpf does not know the type. Its loader says it; the program's own declaration leaves
 * the types that take such a context. When the kernel refuses it as each of them, it does so whichever the loader chooses.
 *
 * libbpf: bpf_program__set_type(), bpf_program__set_expected_attach_type().
 */
#include "rule/typeless.h"

#define MAX_KINDS 48

const char *typeless_context(const struct unit *u, const struct func *f)
{
	const struct type *t = f->params.n ? model_type(u, f->temps.at[f->params.at[0]].type) : NULL;

	if (t && t->kind == TYPE_PTR)
		t = model_type(u, t->elem);
	return t && t->kind == TYPE_STRUCT && t->name && !strncmp(t->name, "struct ", 7) ? t->name + 7 : NULL;
}

static bool takes(const struct section_facts *s, const char *context)
{
	const struct prog_facts *p = kernel_prog(s->prog);

	return p && (p->ctx->kind == CTX_STRUCT || p->ctx->kind == CTX_REGS) && p->ctx->name && !strcmp(p->ctx->name, context);
}

static bool alike(const struct section_facts *a, const struct section_facts *b)
{
	return a->prog == b->prog && a->attach == b->attach && a->sleepable == b->sleepable;
}

/* The one that most programs with this context are of comes first. */
static uint32_t kinds_of(const struct unit *u, const struct func *f, const struct section_facts **kinds)
{
	const char *context = typeless_context(u, f);
	uint32_t n = 0, k;

	for (size_t i = 0; context && kernel_section_at(i); i++) {
		const struct section_facts *s = kernel_section_at(i);

		for (k = 0; k < n && !alike(kinds[k], s); k++)
			;
		if (k < n || n == MAX_KINDS || !takes(s, context))
			continue;
		kinds[n++] = s;
		if (s->prog == PROG_SCHED_CLS && kinds[0]->prog != PROG_SCHED_CLS) {
			kinds[n - 1] = kinds[0];
			kinds[0] = s;
		}
	}
	return n;
}

static bool rejected(void *data)
{
	const struct rules *r = data;

	for (uint32_t i = 0; i < r->rejections->findings.n; i++)
		if (r->rejections->findings.at[i].verdict == VERDICT_REJECT)
			return true;
	return false;
}

/* Checks it as one type, as far as the first rejection; false when there is none. */
static bool refused(struct rules *r, struct machine *m, uint32_t func, check_as *check, const struct section_facts *as)
{
	struct report *all = r->report, *one = report_new();
	bool any;

	memset(r->told, 0, sizeof r->told);
	r->report = r->rejections = one;
	r->trial = true;
	m->enough = rejected;
	check(r, m, func, as);
	any = rejected(r);
	m->enough = NULL;
	r->trial = false;
	r->report = r->rejections = all;
	report_free(one);
	return any;
}

void typeless_check(struct rules *r, struct machine *m, uint32_t func, check_as *check)
{
	const struct section_facts *kinds[MAX_KINDS] = {NULL};
	uint32_t n = kinds_of(r->unit, &r->unit->funcs.at[func], kinds);
	struct report *found = report_new();
	bool all = true;

	if (n)
		r->rejections = found;
	check(r, m, func, kinds[0]);
	r->rejections = r->report;
	for (uint32_t k = 1; k < n && all && found->findings.n; k++)
		all = refused(r, m, func, check, kinds[k]);
	for (uint32_t i = 0; all && i < found->findings.n; i++)
		report_join(r->report, &found->findings.at[i], r->unit->funcs.at[func].name);
	report_free(found);
}
