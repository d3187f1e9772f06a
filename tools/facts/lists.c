// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* lists: the kernel's lists and sets of BTF ids, as stubs/linux/btf_ids.h makes them readable. */
#include "facts.h"

static const char begin_mark[] = "facts_begin__", end_mark[] = "facts_end__", row_mark[] = "facts_row__";

static bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* "facts_row__struct__task_struct__12" -> "task_struct" */
static struct id_row row_of(struct facts *f, const struct top *t)
{
	const char *kind = t->name + strlen(row_mark), *name = strstr(kind, "__"), *end = NULL;

	name += 2;
	for (const char *p = name; (p = strstr(p, "__")); p++)
		end = p;
	return (struct id_row){
		.kind = arena_printf(f->arena, "%.*s", (int)(name - 2 - kind), kind),
		.name = arena_printf(f->arena, "%.*s", end ? (int)(end - name) : 0, name),
		.flags = t->value,
	};
}

const struct id_row *id_list(struct facts *f, struct unit *u, const char *list, size_t *n)
{
	const char *wanted = arena_printf(f->arena, "%s%s", begin_mark, list);
	size_t ntops, k = 0;
	const struct top *t = source_tops(f->source, u, &ntops);
	struct id_row *rows;

	*n = 0;
	for (size_t i = 0; i < ntops; i++) {
		if (strcmp(t[i].name, wanted))
			continue;
		for (k = i + 1; k < ntops && !starts(t[k].name, begin_mark) && !starts(t[k].name, end_mark); k++)
			*n += starts(t[k].name, row_mark);
		rows = arena_alloc(f->arena, (*n + 1) * sizeof(*rows));
		*n = 0;
		for (size_t j = i + 1; j < k; j++)
			if (starts(t[j].name, row_mark))
				rows[(*n)++] = row_of(f, &t[j]);
		return rows;
	}
	return NULL;
}

const struct id_row *id_list_anywhere(struct facts *f, const char *list, size_t *n)
{
	for (size_t i = 0; i < source_units(f->source); i++) {
		const struct id_row *rows = id_list(f, source_unit(f->source, i), list, n);

		if (rows)
			return rows;
	}
	return NULL;
}

/* `&list[i]`, `&list` or `list` */
const char *id_of(struct facts *f, const struct node *n)
{
	int64_t index = 0;
	const struct id_row *rows;
	size_t count;

	while (n && n->n) {
		if (n->kind == CXCursor_ArraySubscriptExpr)
			index = eval_const(f->source, n->kids[1]).i;
		n = n->kids[0];
	}
	if (!n || !n->decl)
		return NULL;
	rows = id_list(f, n->decl->unit, n->decl->name, &count);
	if (!rows)
		rows = id_list_anywhere(f, n->decl->name, &count);
	return rows && (size_t)index < count ? rows[index].name : NULL;
}
