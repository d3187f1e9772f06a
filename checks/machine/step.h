// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* step: what the parts of one instruction's transfer share. */
#ifndef BPFPROOF_STEP_H
#define BPFPROOF_STEP_H

#include "machine/machine.h"

struct value operand_at(struct machine *m, struct state *st, struct operand o, unsigned width);
void machine_set(struct machine *m, struct state *st, const struct instr *i, struct value v);

/* No varying part in the offset. */
static inline bool value_is_fixed(const struct value *p) { return scalar_is_const(p->s) && p->s.bits.value == 0; }

struct value fresh_load(struct machine *m, struct state *st, const struct instr *i, const struct value *p); /* fresh.c */

enum step machine_binop(struct machine *m, struct state *st, const struct instr *i);
enum step machine_compare(struct machine *m, struct state *st, const struct instr *i);
enum step machine_unary(struct machine *m, struct state *st, const struct instr *i);
enum step machine_convert(struct machine *m, struct state *st, const struct instr *i);

#endif
