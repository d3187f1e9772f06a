// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * flow: which paths the machine follows. Depth first, both sides of every open branch, as the verifier does; a state
 * that an explored one covers is dropped. A loop is followed to a limit and then widened, and what was widened is
 * marked so. The budget is spent where it matters; see budget.h.
 */
#ifndef BPFPROOF_FLOW_H
#define BPFPROOF_FLOW_H

#include "machine/machine.h"

struct flow_stats {
	uint64_t steps, states, pruned;
	bool complete;  /* every path was followed to its end */
};

/* Explores from `start` (taken over and freed) until nothing is left. */
struct flow_stats flow_explore(struct machine *m, struct state *start, uint64_t budget);

/* ---- entry.c: where exploration starts ---- */

/* The state in which the kernel begins a program, or a global function that it checks on its own. */
struct state *flow_entry(struct machine *m);
/* Facts about the unit's functions and globals that every program's machine shares, into m (written, changes_packet, may_sleep); from the arena. */
void flow_facts(struct unit *u, struct arena *a, struct machine *m);

/* ---- loop.c ---- */

/* No way leads out of the loop at this block: C keeps it even when it does nothing. */
bool loop_closed(const struct unit *u, const struct func *f, uint32_t block);

/* An iterator or may_goto steps the loop of final f that begins at `head`, and no loop inside of it. */
bool loop_stepped(const struct func *f, uint32_t head);

/* ---- seen.c: states explored so far, by place ---- */

struct seen;

struct seen *seen_new(void);
void seen_free(struct seen *s);
/* Drops what is dead in the top frame, which stands at the start of a block. */
void seen_clean(struct machine *m, struct state *st);
/*
 * True when an explored state covers this one; else remembers a copy of it, and the path goes on from there. A state whose paths are
 * not all explored yet covers only what is the same in every number, or a loop would end after its first turn.
 * `again` becomes that state when the path comes from it, by a way that neither the optimiser nor an iterator ends.
 */
bool seen_before(struct seen *s, struct machine *m, struct state *st, const struct state **again);
/* Findings hold the visit they were made under, to learn later that a branch did not matter. */
void visit_hold(struct visit *v);
void visit_drop(struct visit *v);
bool visit_within(const struct visit *v, const struct visit *of);          /* v came through `of` */
bool visit_has_twin(const struct visit *v, const struct instr *branch);    /* the path to v did not depend on that branch's side */
/* One more, one less path comes from what `st` came from. */
void seen_fork(struct state *st);
void seen_end(struct state *st);
/*
 * One more turn of a loop that something else ends (an iterator, may_goto, the count of a callback): numbers that differ from the turn before and
 * that nothing has depended on so far are any number from now on. Kernel: widen_imprecise_scalars().
 */
void seen_settle(struct seen *s, struct machine *m, struct state *st);
/* Gives up on what differs from the last state seen here: unknown from now on, and marked so. */
void seen_widen(struct seen *s, struct machine *m, struct state *st);

#endif
