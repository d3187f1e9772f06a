// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * values: which variable is in which register at the end of a path, where it came from, and what the verifier last knew of it. Names
 * come from what surely has them: parameters from BTF, and source lines that assign to a plain variable, whose value the last
 * instruction of the line leaves in a register. A register whose name is not known keeps its number.
 */
#ifndef BPFPROOF_VERIFY_VALUES_H
#define BPFPROOF_VERIFY_VALUES_H

#include "verify/insn.h"
#include "verify/log.h"

/* What is known of a program besides its log: the object that it came from. */
struct places {
	void *user;
	/* The source line of an instruction; false: not known. `text` may come back NULL. */
	bool (*at)(void *user, uint32_t insn, struct pos *pos, const char **text);
	/* The name of parameter `n`, from 0, of the function that begins with this instruction, or NULL. */
	const char *(*parameter)(void *user, uint32_t insn, uint32_t n);
	/* The variable that a register holds when this instruction begins, or NULL. */
	const char *(*variable)(void *user, uint32_t insn, uint32_t reg);
};

enum { REGS = 11, FRAMES = 16, SLOTS = 64, NO_STEP = UINT32_MAX };

struct value {
	struct slice name;   /* empty: not known */
	uint32_t origin;     /* the step that made it, or NO_STEP */
	struct slice state;  /* "map_value_or_null(id=1,map=counts,ks=4,vs=8)" */
	uint32_t shown;      /* the step at which the log shows it so */
	bool is_address;     /* of something on the stack: not what a variable holds */
};

struct slot {
	int32_t off;
	struct value value;
};

struct frame_values {
	struct value regs[REGS];
	struct slot slots[SLOTS]; /* the stack; when it is full, the oldest goes */
	uint32_t nslots;
	uint32_t call;       /* the step that called it, or NO_STEP */
};

struct values {
	struct frame_values frames[FRAMES];
	uint32_t depth;
};

/* Calls `on` before each step, with what is known then; then follows the step. */
void values_follow(struct values *v, const struct log *log, const struct places *places,
		   void (*on)(const struct values *v, uint32_t step, void *user), void *user);

const struct value *values_reg(const struct values *v, uint32_t reg); /* of the innermost frame; NULL: no such register */

/* Where a step stands in the source; the object's line table first, then what the log says. `text` may be NULL. */
bool step_place(const struct log *log, const struct places *places, uint32_t step, struct pos *pos, struct slice *text, struct arena *a);

/* "counts" in "map_value(map=counts,ks=4,vs=8)"; empty when the state names none. */
struct slice state_map(struct slice state);

#endif
