// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * undone: a source and what the compiler made of it, held against each other. What is found in both is the source's finding. What is
 * found in the object alone, where the source has the proof, is the compiler's doing: the finding stands at the check that got lost and
 * says what became of it and which shape the compiler keeps.
 */
#ifndef BPFPROOF_UNDONE_H
#define BPFPROOF_UNDONE_H

#include "object/image.h"
#include "rule/check.h"

/*
 * Adds to `out` what is found in the object and not in the source, whose model `source` is; `folder` is where that was compiled, or NULL.
 * What the source is silent about because it is not modelled stays a finding of the object's.
 */
void undone_compare(struct report *out, struct unit *source, struct image *object, struct unit *lowered, const char *folder,
		    const struct check_options *options);

#endif
