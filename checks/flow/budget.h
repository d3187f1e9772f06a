// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * budget: how many instructions an exploration may follow, and how they are shared out. A part is there at once. Code that no path came to
 * before brings more, for there is something to find out. So do the turns of a loop that counts, the first time: it comes to its end, and what
 * is certain stays so on the way. What is left over after all that are paths, of which there may be any number.
 */
#ifndef BPFPROOF_FLOW_BUDGET_H
#define BPFPROOF_FLOW_BUDGET_H

#include "machine/machine.h"

struct block_seen;

struct budget {
	const struct machine *m;
	uint64_t begun;             /* steps of the machine before */
	uint64_t now, most;         /* steps: what there is so far, and what there can be */
	uint64_t counting;          /* steps that loops which count may still bring */
	uint64_t turned;            /* at which step a turn of some loop ended last */
	struct block_seen **blocks; /* per function and block; from the machine's arena */
};

struct budget budget_new(const struct machine *m, uint64_t most);
bool budget_gone(const struct budget *b);
/* A path comes to the block at its top frame. */
void budget_earn(struct budget *b, const struct frame *fr);
/* A path comes to a branch, and whether the machine can tell which side is taken. */
void budget_branch(struct budget *b, const struct frame *fr, const struct instr *branch, bool sure);
/* At a loop's head: what changes is better widened soon, for the sake of what stands behind the loop. */
bool budget_short(const struct budget *b, const struct frame *fr);

#endif
