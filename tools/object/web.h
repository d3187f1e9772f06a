// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * web: which values of a register belong together. A register holds one thing now and another later; a web is all that may reach a common use:
 * what a source would have called one variable. A web with one definition becomes a temporary of the model, one with more a variable.
 *
 * Blocks are found here too, and what the kernel refuses in the shape of a function before it looks at any value.
 */
#ifndef BPFPROOF_OBJECT_WEB_H
#define BPFPROOF_OBJECT_WEB_H

#include "object/lower.h"

enum { NO_SLOT = UINT32_MAX };

struct web {
	uint32_t defs;      /* instructions that assign it */
	bool is_param;      /* it holds, at first, what the function was given in that register */
	bool is_undefined;  /* somewhere it holds nothing: at first, or because a call took it away */
	uint8_t reg;
};

struct web_block {
	uint32_t first, n;  /* slots */
	uint16_t live;      /* registers that are read from here on before they are written */
};

struct webs {
	VEC(struct web_block) blocks;
	uint32_t *block_of;  /* per slot */
	uint32_t bad_slot;   /* the kernel refuses the function for this one, or NO_SLOT */
	const char *bad_words; /* NULL: it is not refused, but it jumps to nobody knows where */
	/* union-find over the registers at each block's start, and over those that each slot changes */
	const struct code *code;
	uint32_t *writes;    /* per slot: the node of the first register that it changes */
	uint32_t n;          /* nodes */
	uint32_t *parent;
	struct web *info;    /* of each root */
	uint32_t current[CODE_REGS];
};

struct webs *webs_find(const struct lower *l, const struct function *f);
void webs_free(struct webs *w);

/* Walking a block from its start: which web a register is now, and which a slot's write makes it. */
void webs_enter(struct webs *w, uint32_t block);
uint32_t webs_read(struct webs *w, unsigned reg);
uint32_t webs_write(struct webs *w, uint32_t slot, unsigned reg);

#endif
