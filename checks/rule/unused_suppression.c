// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * unused-suppression: a comment or attribute that silences a rule silences nothing. No event leads here: the front end, which
 * knows the comments, reports them once all other findings are there.
 */
#include "rule/rule.h"

bool rule_unused_suppression(struct rules *r, const struct event *e)
{
	return false;
}
