// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * names: which variable of the source a register holds at an instruction, as the debug information (DWARF) of an object says. Without it
 * nothing is known. Read once; what is damaged in it is passed over. (Of variables on the stack clang tells the place from the frame's lower
 * end, which an object does not say.)
 */
#ifndef BPFPROOF_OBJECT_NAMES_H
#define BPFPROOF_OBJECT_NAMES_H

#include "object/image.h"

struct names;

/* Lives in the image's arena. */
struct names *names_read(const struct image *m);
/* NULL: not known. `off`: bytes into the section, where an instruction begins that may read the register. */
const char *names_at(const struct names *n, uint32_t section, uint32_t off, unsigned reg);

#endif
