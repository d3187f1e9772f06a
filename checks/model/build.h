// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What build.c and layout.c share: a body while it is being written. Inside the folder only. */
#ifndef BPFPROOF_MODEL_BUILD_H
#define BPFPROOF_MODEL_BUILD_H

#include "model/model.h"

struct body {
	VEC(struct instr) instrs;
	const char *name;
	bool closed; /* has its terminator */
};

struct build {
	struct unit *u;
	uint32_t func;
	uint32_t current;
	uint32_t place;
	uint32_t into; /* the variable that the next value goes to, or NO_TEMP */
	VEC(struct body) blocks; /* [0] is the entry */
};

/* Moves what can be reached into the function; see layout.c. */
void build_layout(struct build *b);

#endif
