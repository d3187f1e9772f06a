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
