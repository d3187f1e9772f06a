// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * fix: repairs that can be applied as they are. A rule calls one with the finding that rule_say() gave it; none is offered where it is not
 * certain that the result compiles and keeps what the program does. `f` may be NULL.
 */
#ifndef BPFPROOF_FIX_H
#define BPFPROOF_FIX_H

#include "rule/rule.h"

void fix_null_check(struct rules *r, struct finding *f, const struct event *e); /* e->ptr came from a call and may be null */
void fix_index(struct rules *r, struct finding *f, const struct event *e, const struct instr *add); /* the addition of an index without bounds */
void fix_packet(struct rules *r, struct finding *f, const struct event *e);     /* an access behind what was compared with the packet's end */
void fix_scalar(struct rules *r, struct finding *f, const struct event *e);     /* an access through a number */

#endif
