// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * const_string: strings that helpers (ARG_CONST_STR) and kfuncs (`__str`) read while the program is verified. They lie in a map that nobody
 * writes, at an address that is known, and end with a zero.
 *
 * Kernel: check_reg_const_str().
 */
#ifndef BPFPROOF_CONST_STRING_H
#define BPFPROOF_CONST_STRING_H

#include "rule/rule.h"

/* What the kernel says of e->ptr, a pointer into a map's value or a global, when it is no such string; NULL: nothing, or it is not known. */
const char *const_string_refused(const struct rules *r, const struct event *e);

#endif
