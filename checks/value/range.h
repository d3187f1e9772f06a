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

/* ---- inlined into the code that makes scalars consistent, which runs for nearly every instruction ---- */

static inline struct range range_all(unsigned width)
{
	return (struct range){
		.umin = 0, .umax = width_mask(width), .smin = width_smin(width), .smax = width_smax(width),
	};
}

static inline uint64_t umin_of(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static inline uint64_t umax_of(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static inline int64_t smin_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t smax_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static inline struct range range_meet(struct range a, struct range b)
{
	return (struct range){
		.umin = umax_of(a.umin, b.umin), .umax = umin_of(a.umax, b.umax),
		.smin = smax_of(a.smin, b.smin), .smax = smin_of(a.smax, b.smax),
	};
}

static inline bool range_empty(struct range r)
{
	return r.umin > r.umax || r.smin > r.smax;
}

/* A run shorter than the circle steps over a view's edge just when it ends before it begins there. */
static inline struct range range_of_run(unsigned width, uint64_t lo, uint64_t hi)
{
	struct range r = range_all(width);
	uint64_t from = lo & width_mask(width), to = hi & width_mask(width);

	if (hi - lo > width_mask(width))
		return r;
	if (from <= to) {
		r.umin = from;
		r.umax = to;
	}
	if (sign_extend(from, width) <= sign_extend(to, width)) {
		r.smin = sign_extend(from, width);
		r.smax = sign_extend(to, width);
	}
	return r;
}

/*
 * Unsigned and signed bounds are of the same values. A run within one half of the circle is a run in both views.
 * Otherwise the signed range, crossing zero, is two runs in the unsigned view, one at either end; when the unsigned
 * range touches only one of them, the value lies where they meet.
 */
static inline struct range learn_from_each_other(unsigned width, struct range r)
{
	uint64_t mask = width_mask(width);
	uint64_t low_end = (uint64_t)r.smax & mask, high_start = (uint64_t)r.smin & mask;

	if (sign_extend(r.umin, width) <= sign_extend(r.umax, width)) {
		r.smin = smax_of(r.smin, sign_extend(r.umin, width));
		r.smax = smin_of(r.smax, sign_extend(r.umax, width));
	}
	if (range_empty(r))
		return r;
	if (high_start <= low_end) {
		r.umin = umax_of(r.umin, (uint64_t)r.smin & mask);
		r.umax = umin_of(r.umax, (uint64_t)r.smax & mask);
	} else if (r.umax < high_start) { /* not negative */
		r.umax = umin_of(r.umax, low_end);
		r.smin = smax_of(r.smin, sign_extend(r.umin, width));
		r.smax = smin_of(r.smax, sign_extend(r.umax, width));
	} else if (r.umin > low_end) { /* negative */
		r.umin = umax_of(r.umin, high_start);
		r.smin = smax_of(r.smin, sign_extend(r.umin, width));
		r.smax = smin_of(r.smax, sign_extend(r.umax, width));
	}
	return r;
}

/* The least value of known bits has the unknown ones clear, the greatest has them set; signed, the sign bit counts the other way. */
static inline struct range range_learn(unsigned width, struct range r, struct tnum bits)
{
	uint64_t sign = UINT64_C(1) << (width - 1);
	uint64_t value = bits.value & width_mask(width), mask = bits.mask & width_mask(width);

	r.umin = umax_of(r.umin, value);
	r.umax = umin_of(r.umax, value | mask);
	r.smin = smax_of(r.smin, sign_extend(value | (mask & sign), width));
	r.smax = smin_of(r.smax, sign_extend(value | (mask & ~sign), width));
	return range_empty(r) ? r : learn_from_each_other(width, r);
}

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
