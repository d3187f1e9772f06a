// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * bracket: pairs of kfuncs that open and close a section of the program: RCU read sections, preemption or interrupts off, and resilient
 * spin locks. RCU and preemption count; saved interrupts nest by the flags that they were saved to; locks nest in the order they were taken.
 *
 * Kernel: check_kfunc_call(), process_irq_flag(), process_spin_lock(), release_irq_state(), release_lock_state().
 */
#ifndef BPFPROOF_BRACKET_H
#define BPFPROOF_BRACKET_H

#include "machine/call.h"

/* Which argument holds the saved interrupts; -1 none. */
int bracket_flag(const struct bracket_facts *b);
/* What the call does; `r` becomes its result. */
void bracket_call(struct machine *m, struct state *st, const struct bracket_facts *b, const struct call *c, struct value *r);

uint32_t bracket_irq(const struct state *st);  /* the innermost section with interrupts off: its reference; 0 none */
bool bracket_locked(const struct state *st);   /* a lock of any kind is held, or may be */
bool bracket_tells(const struct state *st, uint64_t id); /* the number with this id tells whether a lock was taken */
/* What the number with this id is has become known: locks whose taking it tells are held, or not. */
void bracket_known(struct state *st, uint64_t id, struct scalar is);

#endif
