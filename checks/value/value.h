// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * value: what is known about a number. Known bits (a tnum) and four ranges (unsigned and signed, at 64 and at 32
 * bits) describe a set of 64-bit values; every operation here maps such sets to such sets and is sound: whatever the
 * operands may be, the result's set holds it. What can be proved is what the kernel verifier proves (Linux 6.18,
 * kernel/bpf/verifier.c adjust_scalar_min_max_vals, regs_refine_cond_op, reg_bounds_sync; kernel/bpf/tnum.c) or
 * a little more, so that nothing is held against a program that the kernel accepts. Small structs by value, pure
 * functions, no allocation.
 *
 * Values of a width below 64 are held zero-extended; signed operations look at bit width-1.
 */
#ifndef BPFPROOF_VALUE_H
#define BPFPROOF_VALUE_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- tnum.c: known bits. A bit of mask set: unknown, and that bit of value is clear; else it is as in value. ---- */

struct tnum {
	uint64_t value, mask;
};

struct tnum tnum_const(uint64_t v);
struct tnum tnum_unknown(void);
struct tnum tnum_range(uint64_t lo, uint64_t hi);
struct tnum tnum_add(struct tnum a, struct tnum b);
struct tnum tnum_sub(struct tnum a, struct tnum b);
struct tnum tnum_mul(struct tnum a, struct tnum b);
struct tnum tnum_and(struct tnum a, struct tnum b);
struct tnum tnum_or(struct tnum a, struct tnum b);
struct tnum tnum_xor(struct tnum a, struct tnum b);
struct tnum tnum_shl(struct tnum a, unsigned by);
struct tnum tnum_lshr(struct tnum a, unsigned by);
struct tnum tnum_ashr(struct tnum a, unsigned by, unsigned width); /* by < width; result zero-extended */
struct tnum tnum_bswap(struct tnum a, unsigned width);
struct tnum tnum_trunc(struct tnum a, unsigned width);
struct tnum tnum_sext(struct tnum a, unsigned from);   /* to 64 */
bool tnum_is_const(struct tnum a);
bool tnum_overlaps(struct tnum a, struct tnum b);      /* some value is in both */
struct tnum tnum_intersect(struct tnum a, struct tnum b); /* only when they overlap */
struct tnum tnum_union(struct tnum a, struct tnum b);
static inline bool tnum_within(struct tnum a, struct tnum b) /* every value of a is in b */
{
	return !(a.mask & ~b.mask) && !((a.value ^ b.value) & ~b.mask);
}
bool tnum_is_aligned(struct tnum a, uint64_t to);      /* to: a power of two, or 0 for anything */
bool tnum_next(struct tnum t, uint64_t from, uint64_t *v); /* the smallest value of t that is at least `from`; false: none */

/* ---- scalar.c: scalars, their consistency, sets of them ---- */

struct scalar {
	struct tnum bits;
	int64_t smin, smax;
	uint64_t umin, umax;
	int32_t s32min, s32max;
	uint32_t u32min, u32max;
};

struct scalar scalar_const(uint64_t v);
struct scalar scalar_unknown(void);
struct scalar scalar_urange(uint64_t lo, uint64_t hi);
struct scalar scalar_srange(int64_t lo, int64_t hi);
struct scalar scalar_bits(unsigned nbits); /* 0..2^nbits-1 */

static inline bool scalar_is_const(struct scalar s)
{
	return !s.bits.mask; /* then the value is s.bits.value */
}
bool scalar_is_unknown(struct scalar s);
bool scalar_valid(struct scalar s);    /* the set is not known to be empty */
static inline bool scalar_equal(struct scalar a, struct scalar b)
{
	return !memcmp(&a, &b, sizeof(a));
}

/* Every value of a is one of b. */
static inline bool scalar_within(struct scalar a, struct scalar b)
{
	return a.umin >= b.umin && a.umax <= b.umax && a.smin >= b.smin && a.smax <= b.smax && a.u32min >= b.u32min &&
	       a.u32max <= b.u32max && a.s32min >= b.s32min && a.s32max <= b.s32max && tnum_within(a.bits, b.bits);
}

/* Lets the five views teach each other, as reg_bounds_sync does; invalid when they contradict. */
struct scalar scalar_sync(struct scalar s);
struct scalar scalar_union(struct scalar a, struct scalar b);
struct scalar scalar_intersect(struct scalar a, struct scalar b);

/* ---- arith.c: operations and conversions ---- */

enum scalar_op {
	SCALAR_ADD, SCALAR_SUB, SCALAR_MUL, SCALAR_UDIV, SCALAR_SDIV, SCALAR_UMOD, SCALAR_SMOD, SCALAR_AND, SCALAR_OR,
	SCALAR_XOR, SCALAR_SHL, SCALAR_LSHR, SCALAR_ASHR, SCALAR_OPS
};

/* Only the low `width` bits of the operands matter; the result is zero-extended. */
struct scalar scalar_binop(enum scalar_op op, unsigned width, struct scalar a, struct scalar b);
struct scalar scalar_trunc(struct scalar s, unsigned width);
struct scalar scalar_zext(struct scalar s, unsigned from);
struct scalar scalar_sext(struct scalar s, unsigned from, unsigned to); /* zero-extended above `to` */
struct scalar scalar_bswap(struct scalar s, unsigned width);

/* ---- refine.c: comparisons ---- */

enum scalar_cmp {
	SCALAR_EQ, SCALAR_NE, SCALAR_ULT, SCALAR_ULE, SCALAR_UGT, SCALAR_UGE, SCALAR_SLT, SCALAR_SLE, SCALAR_SGT,
	SCALAR_SGE, SCALAR_SET, /* (a & b) != 0 */
	SCALAR_CMPS
};

/* 1: always true; 0: never; -1: open */
int scalar_decide(enum scalar_cmp cmp, unsigned width, struct scalar a, struct scalar b);

/* Narrows both to where the comparison comes out as `taken`; false when that cannot be (both are left alone). */
bool scalar_refine(enum scalar_cmp cmp, unsigned width, struct scalar *a, struct scalar *b, bool taken);

/* ---- show.c ---- */

void scalar_print(struct scalar s, struct text *out);   /* for people: "= 5", "[0, 9]", "[-4, 4]", ">= 1", "unknown" */
void scalar_print_all(struct scalar s, struct text *out); /* all five views, for debugging */

#ifdef __cplusplus
}
#endif
#endif
