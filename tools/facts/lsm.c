// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lsm: the hooks of include/linux/lsm_hook_defs.h with what they return; from kernel/bpf/bpf_lsm.c which of them may
 * sleep, return a truth value, or cannot be attached to.
 */
#include "facts.h"

#include <stdlib.h>

static bool in_set(struct facts *f, const char *set, const char *hook)
{
	const char *function = arena_printf(f->arena, "bpf_lsm_%s", hook);
	size_t n;
	const struct id_row *rows = id_list_anywhere(f, set, &n);

	for (size_t i = 0; rows && i < n; i++)
		if (!strcmp(rows[i].name, function))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void facts_lsm(struct facts *f)
{
	struct out o = out_open(f, "lsm_hooks.def", "HOOK(name, what it returns, may it sleep, may programs attach). In the order of names.");
	static const char mark[] = "facts_lsm__";
	VEC(const char *) hooks = {0};

	for (size_t u = 0; u < source_units(f->source) && !hooks.n; u++) {
		size_t n;
		const struct top *t = source_tops(f->source, source_unit(f->source, u), &n);

		for (size_t i = 0; i < n; i++)
			if (!strncmp(t[i].name, mark, sizeof(mark) - 1))
				vec_push(&hooks, t[i].name + sizeof(mark) - 1);
	}
	if (hooks.n)
		qsort(hooks.at, hooks.n, sizeof(*hooks.at), by_name);
	for (uint32_t i = 0; i < hooks.n; i++) {
		const char *hook = hooks.at[i];
		struct decl *d = source_decl(f->source, arena_printf(f->arena, "%s%s", mark, hook));
		bool nothing = !strcmp(d->type, "void"), truth = in_set(f, "bool_lsm_hooks", hook);

		fprintf(o.f, "HOOK(%s, %s, %s, %s)\n", hook, nothing ? "NOTHING" : truth ? "BOOL" : "ERRNO",
			in_set(f, "sleepable_lsm_hooks", hook) ? "YES" : "NO",
			in_set(f, "bpf_lsm_disabled_hooks", hook) ? "CLOSED" : "OPEN");
		o.rows++;
	}
	if (!o.rows)
		not_derived(f, "lsm_hooks.def: no hooks in include/linux/lsm_hook_defs.h");
	vec_free(&hooks);
	out_close(f, &o);
}
