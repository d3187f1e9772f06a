// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * refused: a path comes to an instruction that the kernel refuses whatever the registers hold: a division by the constant zero, a write
 * to the frame pointer, a jump to nowhere. The front end that read the instructions knows them, and the kernel's words.
 *
 * Kernel: check_cfg(), check_alu_op(), check_ld_imm(), resolve_pseudo_ldimm64().
 */
#include "rule/rule.h"

bool rule_refused(struct rules *r, const struct event *e)
{
	const char *words = e->instr->more->name;

	if (e->m->btf && !strncmp(words, "failed to re", strlen("failed to re"))) /* kernel-btf tells */
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, words, "the kernel refuses this instruction: %s", words);
	return true;
}
