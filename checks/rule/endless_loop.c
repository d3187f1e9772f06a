// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * endless-loop: a loop comes back to its beginning with everything as it was, so nothing that the verifier knows will ever end it.
 *
 * Kernel: is_state_visited() "infinite loop detected", and the limit of instructions that it looks at.
 */
#include "rule/rule.h"

bool rule_endless_loop(struct rules *r, const struct event *e)
{
	if (e->m->kernel >= KVER(5, 3))
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "infinite loop detected",
			 "to the verifier this loop has no end: a turn of it changes nothing that would ever leave it");
	return true;
}
