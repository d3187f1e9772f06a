// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* hole: bytes of locals that nobody wrote. Kernel: check_stack_range_initialized(). */
#ifndef BPFPROOF_RULE_HOLE_H
#define BPFPROOF_RULE_HOLE_H

#include "machine/machine.h"

/* The first byte of the `size` at e->ptr that no instruction on this path wrote; `size` when there is none, or nobody knows. */
uint32_t hole_first(const struct event *e, uint32_t size);
/* The member of such a record that byte `off` belongs to; NULL when it is padding. */
const struct field *hole_member(const struct unit *u, type_id id, uint64_t off);

#endif
