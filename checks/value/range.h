// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A scalar's two ranges at one width, unsigned and signed, and the operations on them, written once for every
 * width. Inside the folder only. Unsigned bounds are zero-extended, signed ones sign-extended from the width.
 */
#ifndef BPFPROOF_VALUE_RANGE_H
#define BPFPROOF_VALUE_RANGE_H

#include "value/value.h"

struct range {
	uint64_t umin, umax;
	int64_t smin, smax;
};

static inline uint64_t width_mask(unsigned width)
{
	return width >= 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
}

static inline int64_t sign_extend(uint64_t v, unsigned width)
{
	return (int64_t)(v << (64 - width)) >> (64 - width);
}

static inline int64_t width_smax(unsigned width)
{
	return (int64_t)(width_mask(width) >> 1);
}

static inline int64_t width_smin(unsigned width)
{
	return -width_smax(width) - 1;
}

struct range range_all(unsigned width);
struct range range_meet(struct range a, struct range b);
bool range_empty(struct range r);

/* What lies in lo, lo+1, ... hi modulo 2^64, as its low `width` bits. */
struct range range_of_run(unsigned width, uint64_t lo, uint64_t hi);

/* What `bits` (its low `width` ones) and each other say about the bounds. */
struct range range_learn(unsigned width, struct range r, struct tnum bits);

/* ---- between scalars and ranges (scalar.c) ---- */

struct range range_view(struct scalar s, unsigned width);      /* of the low `width` bits; 64 and 32 are at hand, others derived */
struct scalar range_scalar(struct tnum bits, struct range r64, struct range r32); /* made consistent */
struct scalar scalar_none(void); /* the empty set */

/* ---- range.c: operations ---- */

struct range range_add(unsigned width, struct range a, struct range b);
struct range range_sub(unsigned width, struct range a, struct range b);
struct range range_mul(unsigned width, struct range a, struct range b);
struct range range_and(unsigned width, struct range a, struct range b);
struct range range_or(unsigned width, struct range a, struct range b);
struct range range_shl(unsigned width, struct range a, unsigned by);
struct range range_lshr(unsigned width, struct range a, unsigned by);
struct range range_ashr(unsigned width, struct range a, unsigned by);

#endif
