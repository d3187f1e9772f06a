// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * code: BPF instructions decoded, -mcpu=v1 to v4. One record a slot, so that offsets stay what they are: the second half of a
 * 64-bit immediate is a record of its own. What the kernel refuses in an instruction by itself is a CODE_REFUSED with the
 * kernel's words.
 *
 * Mirrors do_check(), check_alu_op(), check_cond_jmp_op(), resolve_pseudo_ldimm64() of the kernel, instruction-set.rst.
 */
#ifndef BPFPROOF_OBJECT_CODE_H
#define BPFPROOF_OBJECT_CODE_H

#include "model/model.h"

struct bpf_insn;

enum code_kind {
	CODE_ALU,     /* dst = dst op (src or imm) */
	CODE_MOVE,    /* dst = src or imm; 32 bits: the upper half becomes zero */
	CODE_EXTEND,  /* dst = the low `from` bits of src, sign-extended */
	CODE_NEG,
	CODE_SWAP,    /* dst = its low `width` bits, bytes swapped if `swaps` */
	CODE_LOAD,    /* dst = *(src + off), sign-extended if is_signed */
	CODE_STORE,   /* *(dst + off) = src or imm */
	CODE_ATOMIC,  /* op: enum atomic_op; `fetch`: the old value goes to src (cmpxchg: to r0) */
	CODE_WIDE,    /* dst = imm, 64 bits in two slots */
	CODE_SECOND,  /* the second slot */
	CODE_PACKET,  /* r0 = bytes of the packet at imm, plus src if !is_imm */
	CODE_ASPACE,  /* dst = src in another address space */
	CODE_JUMP,    /* to pc + 1 + off */
	CODE_BRANCH,  /* if dst op (src or imm) */
	CODE_MAY,     /* may_goto: jumps or not, as the kernel likes */
	CODE_GOTO,    /* gotox: to where dst points, out of a jump table */
	CODE_CALL,    /* helper `imm`; see `call` */
	CODE_EXIT,
	CODE_REFUSED,
};

struct code {
	uint8_t kind;   /* enum code_kind */
	uint8_t op;     /* ALU, BRANCH: enum op; ATOMIC: enum atomic_op */
	uint8_t width, from;
	uint8_t dst, src;
	bool is_imm, is_signed, fetch, swaps;
	bool is_settled; /* `imm` is what the kernel in question makes of it */
	bool is_v4;     /* SWAP, JUMP: as only -mcpu=v4 writes it */
	uint8_t pseudo; /* CALL, WIDE: src_reg as it was: BPF_PSEUDO_* */
	int32_t off;    /* memory: bytes; jumps: slots */
	int64_t imm;
	const char *refused;
};

enum { CODE_REGS = 11, CODE_FRAME = 10 };

/* `more`: the slot behind it, or NULL at the end. */
struct code code_decode(const struct bpf_insn *insn, const struct bpf_insn *more);

/* Bit per register. What a call reads and takes away is the caller's to say: here it is nothing. */
uint16_t code_reads(const struct code *c);
uint16_t code_writes(const struct code *c);
uint16_t code_changes(const struct code *c); /* what it writes and what it takes away: a call r0 to r5 */

static inline bool code_jumps(const struct code *c) { return c->kind == CODE_JUMP || c->kind == CODE_BRANCH || c->kind == CODE_MAY; }
static inline bool code_ends(const struct code *c) { return code_jumps(c) || c->kind == CODE_EXIT || c->kind == CODE_GOTO; }
static inline bool code_falls(const struct code *c) { return c->kind != CODE_JUMP && c->kind != CODE_EXIT && c->kind != CODE_GOTO; }

/* As the kernel's log and llvm-objdump write it: "r1 = *(u32 *)(r2 +4)". */
void code_print(const struct code *c, struct text *out);

#endif
