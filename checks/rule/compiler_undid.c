// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * compiler-undid: the source has the proof that an access needs, the compiled object has it no more. No event leads here: it takes both, and the
 * command that has both reports it.
 */
#include "rule/rule.h"

bool rule_compiler_undid(struct rules *r, const struct event *e)
{
	return false;
}
