// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * license: a helper for GPL programs only is called from a program that says it has another licence. An object without any licence is
 * left alone: it may be linked with one that has it.
 *
 * Kernel: check_helper_call(), license_is_gpl_compatible().
 */
#include "rule/rule.h"

static bool gpl_compatible(const char *license)
{
	static const char *const ok[] = {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"};

	for (size_t i = 0; i < ARRAY_LEN(ok); i++)
		if (!strcmp(license, ok[i]))
			return true;
	return false;
}

bool rule_license(struct rules *r, const struct event *e)
{
	const char *license = r->unit->license;
	struct finding *f;

	if (!e->helper || !(e->helper->flags & HELPER_GPL) || !license || gpl_compatible(license))
		return false;
	f = rule_say(r, e, VERDICT_REJECT, NULL, 0, "cannot call GPL-restricted function from non-GPL compatible program",
		     "'%s' is for GPL-compatible programs only, and this one's licence is \"%s\"", e->helper->name, license);
	rule_note(r, f, &r->unit->license_pos, "the licence is declared here");
	return true;
}
