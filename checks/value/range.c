// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * range: the numbers modulo 2^width form a circle, and a range is a run of neighbours on it. An unsigned range is a
 * run that does not step from the top to 0, a signed one a run that does not step from the largest positive to the
 * smallest negative. An operation computes the run in numbers that cannot overflow (128 bits), and keeps it in each
 * view in which it does not step over that view's edge, which is when both ends wrap equally often.
 */
#include "value/range.h"

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 swide;

struct range range_all(unsigned width)
{
	return (struct range){
		.umin = 0, .umax = width_mask(width), .smin = width_smin(width), .smax = width_smax(width),
	};
}

static uint64_t umin_of(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t umax_of(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static int64_t smin_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t smax_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

struct range range_meet(struct range a, struct range b)
{
	return (struct range){
		.umin = umax_of(a.umin, b.umin), .umax = umin_of(a.umax, b.umax),
		.smin = smax_of(a.smin, b.smin), .smax = smin_of(a.smax, b.smax),
	};
}

bool range_empty(struct range r)
{
	return r.umin > r.umax || r.smin > r.smax;
}

/* The unsigned view of the run lo..hi, both modulo 2^128; lo..hi is never longer than the distance that wraps it. */
static void keep_unsigned(struct range *r, unsigned width, wide lo, wide hi)
{
	if (lo >> width != hi >> width)
		return;
	r->umin = (uint64_t)lo & width_mask(width);
	r->umax = (uint64_t)hi & width_mask(width);
}

/* The signed view's edge is half a circle further on. */
static void keep_signed(struct range *r, unsigned width, wide lo, wide hi)
{
	wide half = (wide)1 << (width - 1);

	if ((lo + half) >> width != (hi + half) >> width)
		return;
	r->smin = sign_extend((uint64_t)lo, width);
	r->smax = sign_extend((uint64_t)hi, width);
}

struct range range_of_run(unsigned width, uint64_t lo, uint64_t hi)
{
	struct range r = range_all(width);
	wide from = lo, to = (wide)lo + (hi - lo);

	keep_unsigned(&r, width, from, to);
	keep_signed(&r, width, from, to);
	return r;
}

/*
 * Unsigned and signed bounds are of the same values. A run within one half of the circle is a run in both views.
 * Otherwise the signed range, crossing zero, is two runs in the unsigned view, one at either end; when the unsigned
 * range touches only one of them, the value lies where they meet.
 */
static struct range learn_from_each_other(unsigned width, struct range r)
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
struct range range_learn(unsigned width, struct range r, struct tnum bits)
{
	uint64_t sign = UINT64_C(1) << (width - 1);
	uint64_t value = bits.value & width_mask(width), mask = bits.mask & width_mask(width);

	r.umin = umax_of(r.umin, value);
	r.umax = umin_of(r.umax, value | mask);
	r.smin = smax_of(r.smin, sign_extend(value | (mask & sign), width));
	r.smax = smin_of(r.smax, sign_extend(value | (mask & ~sign), width));
	return range_empty(r) ? r : learn_from_each_other(width, r);
}

/* Sums grow with both operands, so the ends' sums are the ends of a run that holds all sums. */
struct range range_add(unsigned width, struct range a, struct range b)
{
	struct range r = range_all(width);

	keep_unsigned(&r, width, (wide)a.umin + b.umin, (wide)a.umax + b.umax);
	keep_signed(&r, width, (wide)((swide)a.smin + b.smin), (wide)((swide)a.smax + b.smax));
	return r;
}

/* Differences grow with the first and shrink with the second. */
struct range range_sub(unsigned width, struct range a, struct range b)
{
	struct range r = range_all(width);

	keep_unsigned(&r, width, (wide)a.umin - b.umax, (wide)a.umax - b.umin);
	keep_signed(&r, width, (wide)((swide)a.smin - b.smax), (wide)((swide)a.smax - b.smin));
	return r;
}

/* A product is linear in each factor, so over a rectangle its extremes are at the corners. */
struct range range_mul(unsigned width, struct range a, struct range b)
{
	const swide corners[] = {
		(swide)a.smin * b.smin, (swide)a.smin * b.smax, (swide)a.smax * b.smin, (swide)a.smax * b.smax,
	};
	struct range r = range_all(width);
	swide lo = corners[0], hi = corners[0];

	for (unsigned i = 1; i < ARRAY_LEN(corners); i++) {
		lo = corners[i] < lo ? corners[i] : lo;
		hi = corners[i] > hi ? corners[i] : hi;
	}
	keep_unsigned(&r, width, (wide)a.umin * b.umin, (wide)a.umax * b.umax);
	keep_signed(&r, width, (wide)lo, (wide)hi);
	return r;
}

/* x & y has no bit that either lacks, so it is at most the smaller; the lower bound comes from known bits. */
struct range range_and(unsigned width, struct range a, struct range b)
{
	struct range r = range_all(width);

	r.umax = umin_of(a.umax, b.umax);
	return r;
}

/* x | y has every bit of both, so it is at least the larger; the upper bound comes from known bits. */
struct range range_or(unsigned width, struct range a, struct range b)
{
	struct range r = range_all(width);

	r.umin = umax_of(a.umin, b.umin);
	return r;
}

/* by < width in all shifts. A left shift is a product with 2^by. */
struct range range_shl(unsigned width, struct range a, unsigned by)
{
	struct range r = range_all(width);

	keep_unsigned(&r, width, (wide)a.umin << by, (wide)a.umax << by);
	keep_signed(&r, width, (wide)(swide)a.smin << by, (wide)(swide)a.smax << by);
	return r;
}

/* Right shifts round down, which keeps order; the logical one acts on the unsigned value, the other on the signed. */
struct range range_lshr(unsigned width, struct range a, unsigned by)
{
	struct range r = range_all(width);

	r.umin = a.umin >> by;
	r.umax = a.umax >> by;
	return r;
}

struct range range_ashr(unsigned width, struct range a, unsigned by)
{
	struct range r = range_all(width);

	r.smin = a.smin >> by;
	r.smax = a.smax >> by;
	return r;
}
