// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* refine: what refine.c wants of refine_pointer.c. */
#ifndef BPFPROOF_REFINE_H
#define BPFPROOF_REFINE_H

#include "machine/exprs.h"

/* A pointer, or an argument of the attach target that nobody has said a type of yet. */
bool refine_is_address(const struct value *v);
/* a (op) b holds, 64 bits wide, and one of them is an address. False: it cannot. */
bool refine_pointers(const struct machine *m, struct state *st, const struct value *a, const struct value *b, enum op op);
/* v, computed again, is the address that the comparison e had, which holds or does not. */
void recall_packet(const struct machine *m, struct expr *e, bool holds, struct value *v);

#endif
