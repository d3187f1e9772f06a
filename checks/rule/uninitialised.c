// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * uninitialised: an instruction, or a helper that it calls, reads a register that nothing on this path wrote to, or that a call in
 * between has taken away.
 *
 * Kernel: check_reg_arg(), "R%d !read_ok"; clear_caller_saved_regs().
 */
#include "rule/rule.h"

bool rule_uninitialised(struct rules *r, const struct event *e)
{
	const char *name = rule_name(r, e, e->operand, e->instr->op == OP_RET ? "the result" : "this register");

	rule_say(r, e, VERDICT_REJECT, NULL, 0, "!read_ok", "%s is read here, but nothing on this path wrote to it", name);
	return true;
}
