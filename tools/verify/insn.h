// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * insn: what an instruction in the verifier's log does, read from its text ("r0 = *(u32 *)(r1 +4)"; kernel/bpf/disasm.c prints it), as
 * far as it takes to follow values through registers.
 */
#ifndef BPFPROOF_VERIFY_INSN_H
#define BPFPROOF_VERIFY_INSN_H

#include "verify/log.h"

enum insn_kind {
	INSN_OTHER,
	INSN_MOVE,   /* dst = src */
	INSN_CONST,  /* dst = a number or an address */
	INSN_LOAD,   /* dst = *(src + off) */
	INSN_STORE,  /* *(dst + off) = src; src is -1 for a number */
	INSN_ALU,    /* dst changes */
	INSN_BRANCH, /* if dst OP src or number */
	INSN_CALL,   /* a helper or a kfunc */
	INSN_ENTER,  /* a function of the program */
	INSN_EXIT,
};

struct insn {
	enum insn_kind kind;
	int dst, src;        /* register numbers, or -1 */
	int32_t off;         /* of loads and stores; of jumps and INSN_ENTER, in instructions */
	struct slice op;     /* "==", "s>" of branches */
	struct slice right;  /* the right side of a branch: "r2", "0x5" */
	struct slice callee; /* "bpf_map_lookup_elem" */
	bool narrow;         /* on the lower half of a register */
	uint16_t regs;       /* bit per register that it names */
};

struct insn insn_read(struct slice text);

/* "!=" for "==" ...: what holds where the branch is not taken; NULL: there is no such operator. */
const char *insn_opposite(struct slice op);

#endif
