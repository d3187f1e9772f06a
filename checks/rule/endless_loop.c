// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * endless-loop: a loop comes back to its beginning with everything as it was, or with nothing changed that any branch in it asks for, so nothing
 * that the verifier knows will ever end it.
 *
 * Kernel: is_state_visited() "infinite loop detected", and its limits: of instructions that it looks at, and of branches that wait to be followed.
 */
#include "rule/rule.h"

bool rule_endless_loop(struct rules *r, const struct event *e)
{
	static const char *const kernel[] = {
		[LOOP_REPEATS] = "infinite loop detected",
		[LOOP_BRANCHES] = "The sequence of 8193 jumps is too complex.",
		[LOOP_GOES_ON] = "BPF program is too large. Processed 1000001 insn",
	};

	if (e->m->kernel >= KVER(5, 3))
		rule_say(r, e, VERDICT_REJECT, NULL, 0, kernel[e->ends], "to the verifier this loop has no end: %s",
			 e->ends == LOOP_REPEATS ? "a turn of it changes nothing that would ever leave it" : "nothing that its turns change would ever leave it");
	return true;
}
