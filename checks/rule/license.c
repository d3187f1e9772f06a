// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * license: what is for GPL programs only (some helpers, every kfunc, the members of kernel objects, struct_ops) is used by a program that
 * says it has another licence. An object without any licence is left alone: it may be linked with one that has it.
 *
 * Kernel: check_helper_call(), fetch_kfunc_meta(), check_ptr_to_btf_access(), check_struct_ops_btf_id(), license_is_gpl_compatible().
 */
#include "machine/trust.h"
#include "rule/rule.h"

static bool gpl_compatible(const char *license)
{
	static const char *const ok[] = {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"};

	for (size_t i = 0; i < ARRAY_LEN(ok); i++)
		if (!strcmp(license, ok[i]))
			return true;
	return false;
}

/* What the event uses that is for GPL programs only; NULL when it does not. */
static const char *restricted(struct rules *r, const struct event *e, const char **kernel)
{
	const char *record;

	switch (e->kind) {
	case EVENT_HELPER:
		*kernel = "cannot call GPL-restricted function from non-GPL compatible program";
		return kernel_helper_gpl(e->helper, e->m->prog ? e->m->prog->type : PROG_UNSPEC, e->m->section ? e->m->section->attach : ATTACH_NONE)
			       ? arena_printf(r->unit->arena, "'%s' is", e->callee) : NULL;
	case EVENT_KFUNC:
		*kernel = "cannot call kernel function from non-GPL compatible program";
		return e->kfunc ? arena_printf(r->unit->arena, "'%s' is", e->callee) : NULL;
	case EVENT_ACCESS:
		if (e->m->prog && e->m->prog->type == PROG_RAW_TRACEPOINT_WRITABLE) /* its argument may be plain memory */
			return NULL;
		record = e->ptr->kind == VAL_BTF && !e->ptr->taint ? trust_record(e->m, e->ptr) : NULL;
		if (!record || (e->ptr->flags & VAL_MAYBE_NULL))
			return NULL;
		*kernel = arena_printf(r->unit->arena, "Cannot access kernel 'struct %s' from non-GPL compatible program", record);
		return arena_printf(r->unit->arena, "the members of the kernel's 'struct %s' are", record);
	default:
		*kernel = "struct ops programs must have a GPL compatible license";
		return e->m->prog && e->m->prog->type == PROG_STRUCT_OPS ? "struct_ops programs are" : NULL;
	}
}

bool rule_license(struct rules *r, const struct event *e)
{
	const char *license = r->unit->license, *what, *kernel;
	struct finding *f;

	if (!license || gpl_compatible(license))
		return false;
	what = restricted(r, e, &kernel);
	if (!what)
		return false;
	if (e->kind == EVENT_PROGRAM)
		f = rule_say_at(r, VERDICT_REJECT, e->m->entry, &e->func->pos, kernel, "%s for GPL-compatible programs only, and this one's licence is \"%s\"", what, license);
	else
		f = rule_say(r, e, VERDICT_REJECT, NULL, 0, kernel, "%s for GPL-compatible programs only, and this one's licence is \"%s\"", what, license);
	rule_note(r, f, &r->unit->license_pos, "the licence is declared here");
	return true;
}
