// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * layout: do two types see the same bytes the same way? Names, signs and nesting do not matter; sizes and places of numbers do.
 */
#ifndef BPFPROOF_LAYOUT_H
#define BPFPROOF_LAYOUT_H

#include "model/model.h"

/* The first byte below `bytes` that a and b cut differently; `bytes` when there is none, or when one of them does not say (bytes, unions). */
uint64_t layout_differs(const struct unit *u, type_id a, type_id b, uint64_t bytes);

/* Does the type say what its bytes mean? void, characters, single numbers and arrays of bytes do not. */
bool layout_is_told(const struct unit *u, type_id t);

#endif
