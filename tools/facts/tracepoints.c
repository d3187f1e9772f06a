// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* tracepoints: which of their arguments may be null or an error, as raw_tp_null_args in kernel/bpf/btf.c has it. */
#include "facts.h"

#include <stdlib.h>

struct tracepoint {
	const char *name;
	int64_t mask;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct tracepoint *)a)->name, ((const struct tracepoint *)b)->name);
}

/* A string lies in an array of characters, or decays to a pointer. */
static const char *string_in(const struct node *n)
{
	while (n && n->kind != CXCursor_StringLiteral && n->n)
		n = n->kids[0];
	return n && n->kind == CXCursor_StringLiteral ? n->name : NULL;
}

void facts_tracepoints(struct facts *f)
{
	struct out o = out_open(f, "tracepoints.def", "TRACEPOINT(name, four bits an argument, the first one's lowest: 1 it may be null, 2 it may be an error).");
	struct decl *d = source_decl(f->source, "raw_tp_null_args");
	const struct node *list = d ? source_body(f->source, d) : NULL;
	VEC(struct tracepoint) all = {0};

	for (uint32_t i = 0; list && i < list->n; i++) {
		const struct node *row = list->kids[i];
		const char *name = row->n == 2 ? string_in(row->kids[0]) : NULL;

		if (name && row->kids[1]->constant)
			vec_push(&all, (struct tracepoint){name, row->kids[1]->value});
		else
			not_derived(f, "tracepoints.def: row %u", i + 1);
	}
	if (!all.n)
		not_derived(f, "tracepoints.def: no raw_tp_null_args");
	else
		qsort(all.at, all.n, sizeof(*all.at), by_name);
	for (uint32_t i = 0; i < all.n; i++) {
		fprintf(o.f, "TRACEPOINT(%s, 0x%llx)\n", all.at[i].name, (unsigned long long)all.at[i].mask);
		o.rows++;
	}
	vec_free(&all);
	out_close(f, &o);
}
