// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * undone: a source and what the compiler made of it, held against each other. What is found in both is the source's finding. What is
 * found in the object alone, where the source has the proof, is the compiler's doing: the finding stands at the check that got lost and
 * says what became of it and which shape the compiler keeps. What the source is silent about because it is not modelled stays the
 * object's finding. And what is wrong in the source alone, where all of the object was followed, the compiler took out: there the kernel
 * has nothing to refuse, and the finding only says what may happen with another compiler.
 */
#ifndef BPFPROOF_COMPARE_UNDONE_H
#define BPFPROOF_COMPARE_UNDONE_H

#include "rule/check.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * `report` holds what check_unit() found in `source`, may-rejects too; what the object in the file `path` shows is added. `name` is what
 * that will be called. Places are those of the source's model where it has one in that line, else what the object's line
 * records say, without handles. `kernel` settles CO-RE relocations, or is NULL. Returns NULL, or why nothing was compared.
 */
struct core_kernel;
const char *undone_compare(struct report *report, struct unit *source, const char *path, const char *name, const struct core_kernel *kernel,
			   const struct check_options *options);

#ifdef __cplusplus
}
#endif
#endif
