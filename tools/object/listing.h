// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* listing: the instructions of an object by function and place, as they lie there; for the reader. */
#ifndef BPFPROOF_OBJECT_LISTING_H
#define BPFPROOF_OBJECT_LISTING_H

#include "object/code.h"
#include "object/image.h"

/* An instruction; `slot` counts from its function's start, `line` may be NULL. */
struct listed {
	uint32_t slot;
	struct code code;
	const struct image_line *line;
};

/* Is this symbol a function whose instructions lie within its section? */
bool listing_is_function(const struct image *m, const struct image_symbol *s);

/* Calls `see` for each instruction of the function (NULL: of all), in order, until it says false. */
void listing_walk(const struct image *m, const char *function, bool (*see)(const struct listed *at, void *user), void *user);

#endif
