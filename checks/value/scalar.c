// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * scalar: one set of values seen in five ways: known bits, and unsigned and signed ranges of the whole and of the
 * low 32 bits. Each view alone is sound, so the set is what all of them allow together, and every view may be
 * narrowed by what the others exclude. Syncing does that in rounds until nothing changes; a few rounds suffice, and
 * stopping early only leaves a view wider than it could be. When views exclude each other, the set is empty: the
 * path that led there cannot happen.
 */
#include "value/range.h"

enum { SYNC_ROUNDS = 4 };

_Static_assert(sizeof(struct scalar) == 64, "scalars compare as bytes: no padding");

struct scalar scalar_const(uint64_t v)
{
	return (struct scalar){
		.bits = {v, 0},
		.smin = (int64_t)v, .smax = (int64_t)v, .umin = v, .umax = v,
		.s32min = (int32_t)v, .s32max = (int32_t)v, .u32min = (uint32_t)v, .u32max = (uint32_t)v,
	};
}

struct scalar scalar_unknown(void)
{
	return (struct scalar){
		.bits = {0, UINT64_MAX},
		.smin = INT64_MIN, .smax = INT64_MAX, .umin = 0, .umax = UINT64_MAX,
		.s32min = INT32_MIN, .s32max = INT32_MAX, .u32min = 0, .u32max = UINT32_MAX,
	};
}

struct scalar scalar_none(void)
{
	struct scalar s = scalar_unknown();

	s.umin = 1;
	s.umax = 0;
	return s;
}

struct scalar scalar_urange(uint64_t lo, uint64_t hi)
{
	struct scalar s = scalar_unknown();

	s.umin = lo;
	s.umax = hi;
	return scalar_sync(s);
}

struct scalar scalar_srange(int64_t lo, int64_t hi)
{
	struct scalar s = scalar_unknown();

	s.smin = lo;
	s.smax = hi;
	return scalar_sync(s);
}

struct scalar scalar_bits(unsigned nbits)
{
	return nbits >= 64 ? scalar_unknown() : scalar_urange(0, (UINT64_C(1) << nbits) - 1);
}

bool scalar_is_unknown(struct scalar s)
{
	return scalar_equal(s, scalar_unknown());
}

bool scalar_valid(struct scalar s)
{
	return s.umin <= s.umax && s.smin <= s.smax && s.u32min <= s.u32max && s.s32min <= s.s32max;
}

static struct range view64(struct scalar s)
{
	return (struct range){.umin = s.umin, .umax = s.umax, .smin = s.smin, .smax = s.smax};
}

static struct range view32(struct scalar s)
{
	return (struct range){.umin = s.u32min, .umax = s.u32max, .smin = s.s32min, .smax = s.s32max};
}

static struct range runs_of(unsigned width, struct range r)
{
	return range_meet(range_of_run(width, r.umin, r.umax), range_of_run(width, (uint64_t)r.smin, (uint64_t)r.smax));
}

struct range range_view(struct scalar s, unsigned width)
{
	if (width == 64)
		return view64(s);
	if (width == 32)
		return view32(s);
	return range_learn(width, range_meet(runs_of(width, view64(s)), runs_of(width, view32(s))), s.bits);
}

/* The least number from v on whose low half lies in lo..hi, or v itself where numbers end before. */
static uint64_t up_to(uint64_t v, uint32_t lo, uint32_t hi)
{
	uint64_t high = v & ~(uint64_t)UINT32_MAX;

	if ((uint32_t)v < lo)
		return high | lo;
	if ((uint32_t)v > hi && high != ~(uint64_t)UINT32_MAX)
		return (high + (UINT64_C(1) << 32)) | lo;
	return v;
}

/*
 * The same after all numbers are moved round by `bias`, and from the other side. A step past the circle's edge would
 * mean that there is no such number; the end stays where it is then.
 */
static uint64_t raise(uint64_t v, uint32_t lo, uint32_t hi, uint64_t bias)
{
	uint64_t to = up_to(v + bias, lo, hi) - bias;

	return to > v ? to : v;
}

static uint64_t lower(uint64_t v, uint32_t lo, uint32_t hi, uint64_t bias)
{
	uint64_t to = ~up_to(~(v + bias), ~hi, ~lo) - bias;

	return to < v ? to : v;
}

/*
 * The ends of a 64-bit range move inwards to numbers whose low half the 32-bit range allows. Moving numbers round by
 * half a circle turns signed order into unsigned order: by 2^63 for the whole, which leaves the low half alone, and
 * by 2^31 for the low half.
 */
static void narrow_ends(struct range *r, struct range low)
{
	const uint64_t top = UINT64_C(1) << 63, half = UINT64_C(1) << 31;
	const struct {
		uint32_t lo, hi;
		uint64_t bias;
	} views[] = {
		{(uint32_t)low.umin, (uint32_t)low.umax, 0},
		{(uint32_t)low.smin ^ (uint32_t)half, (uint32_t)low.smax ^ (uint32_t)half, half},
	};

	for (unsigned i = 0; i < ARRAY_LEN(views); i++) {
		uint32_t lo = views[i].lo, hi = views[i].hi;
		uint64_t bias = views[i].bias;

		r->umin = raise(r->umin, lo, hi, bias);
		r->umax = lower(r->umax, lo, hi, bias);
		r->smin = (int64_t)(raise((uint64_t)r->smin ^ top, lo, hi, bias) ^ top);
		r->smax = (int64_t)(lower((uint64_t)r->smax ^ top, lo, hi, bias) ^ top);
	}
}

static bool same_range(struct range a, struct range b)
{
	return a.umin == b.umin && a.umax == b.umax && a.smin == b.smin && a.smax == b.smax;
}

/* The whole and its low half learn from each other; true when the whole became narrower. */
static bool learn_halves(struct range *r64, struct range *r32)
{
	struct range before = *r64;

	*r32 = range_meet(*r32, runs_of(32, *r64));
	narrow_ends(r64, *r32);
	return !same_range(*r64, before);
}

/* False when they contradict. */
static bool learn_bits(struct tnum *bits, struct range r64, struct range r32)
{
	struct tnum whole = tnum_range(r64.umin, r64.umax), low = tnum_range(r32.umin, r32.umax);

	low.mask |= ~(uint64_t)UINT32_MAX;
	if (!tnum_overlaps(*bits, whole))
		return false;
	*bits = tnum_intersect(*bits, whole);
	if (!tnum_overlaps(*bits, low))
		return false;
	*bits = tnum_intersect(*bits, low);
	return true;
}

static struct scalar assemble(struct tnum bits, struct range r64, struct range r32)
{
	return (struct scalar){
		.bits = bits,
		.smin = r64.smin, .smax = r64.smax, .umin = r64.umin, .umax = r64.umax,
		.s32min = (int32_t)r32.smin, .s32max = (int32_t)r32.smax,
		.u32min = (uint32_t)r32.umin, .u32max = (uint32_t)r32.umax,
	};
}

/* Is there one number alone that has the known bits and lies in the range? */
static bool only_one(struct tnum bits, struct range r, uint64_t *v)
{
	uint64_t next;

	return tnum_next(bits, r.umin, v) && *v <= r.umax && (*v == UINT64_MAX || !tnum_next(bits, *v + 1, &next) || next > r.umax);
}

static struct scalar constant_in(uint64_t v, struct scalar s)
{
	return scalar_within(scalar_const(v), s) ? scalar_const(v) : scalar_none();
}

static bool is_small(struct tnum bits, struct range r64)
{
	return (bits.value | bits.mask) <= INT32_MAX || r64.umax <= INT32_MAX || (r64.smin >= 0 && r64.smax <= INT32_MAX);
}

/* All views of what is not negative in 31 bits are one run. Its ends are numbers with the known bits, so these learn no more than it began with. */
static struct scalar small(struct tnum bits, struct range r64, struct range r32)
{
	struct range r = range_meet(r64, r32);
	uint64_t lo = umax_of(r.umin, (uint64_t)smax_of(r.smin, 0)), hi = umin_of(r.umax, (uint64_t)r.smax);
	const struct tnum opposite = {~bits.value & ~bits.mask, bits.mask};

	if (r.smax < 0 || lo > hi || !tnum_next(bits, lo, &lo) || lo > hi || !tnum_next(opposite, ~hi, &hi))
		return scalar_none();
	hi = ~hi;
	return (struct scalar){
		.bits = tnum_intersect(bits, tnum_range(lo, hi)),
		.smin = (int64_t)lo, .smax = (int64_t)hi, .umin = lo, .umax = hi,
		.s32min = (int32_t)lo, .s32max = (int32_t)hi, .u32min = (uint32_t)lo, .u32max = (uint32_t)hi,
	};
}

/* Nothing is known of 64 bits, or of the low 32 where the others are zero. */
static bool is_open(struct tnum bits, struct range r64, struct range r32)
{
	return !bits.value && (bits.mask == UINT64_MAX || bits.mask == UINT32_MAX) && same_range(r32, range_all(32)) && !r64.umin &&
	       r64.umax >= bits.mask && r64.smin <= (bits.mask == UINT64_MAX ? INT64_MIN : 0) && r64.smax >= (int64_t)(bits.mask & INT64_MAX);
}

static struct scalar open_scalar(struct tnum bits)
{
	struct scalar s = scalar_unknown();

	s.bits = bits;
	s.umax = bits.mask;
	if (bits.mask == UINT32_MAX) {
		s.smin = 0;
		s.smax = UINT32_MAX;
	}
	return s;
}

struct scalar range_scalar(struct tnum bits, struct range r64, struct range r32)
{
	bool more = true;
	uint64_t only;

	if (!bits.mask)
		return constant_in(bits.value, assemble(bits, r64, r32));
	if (is_small(bits, r64))
		return small(bits, r64, r32);
	if (is_open(bits, r64, r32))
		return open_scalar(bits);
	for (int round = 0; round < SYNC_ROUNDS; round++) {
		struct range before64 = r64, before32 = r32;

		r64 = range_learn(64, r64, bits);
		r32 = range_learn(32, r32, bits);
		if (range_empty(r64) || range_empty(r32))
			return scalar_none();
		if (!more && same_range(r64, before64) && same_range(r32, before32))
			break;
		more = learn_halves(&r64, &r32);
		if (range_empty(r64) || range_empty(r32) || !learn_bits(&bits, r64, r32))
			return scalar_none();
	}
	if (!only_one(bits, r64, &only))
		return assemble(bits, r64, r32);
	return constant_in(only, assemble(bits, r64, r32));
}

struct scalar scalar_sync(struct scalar s)
{
	return range_scalar(s.bits, view64(s), view32(s));
}

struct scalar scalar_union(struct scalar a, struct scalar b)
{
	struct range a64 = view64(a), b64 = view64(b), a32 = view32(a), b32 = view32(b);

	a64.umin = a64.umin < b64.umin ? a64.umin : b64.umin;
	a64.umax = a64.umax > b64.umax ? a64.umax : b64.umax;
	a64.smin = a64.smin < b64.smin ? a64.smin : b64.smin;
	a64.smax = a64.smax > b64.smax ? a64.smax : b64.smax;
	a32.umin = a32.umin < b32.umin ? a32.umin : b32.umin;
	a32.umax = a32.umax > b32.umax ? a32.umax : b32.umax;
	a32.smin = a32.smin < b32.smin ? a32.smin : b32.smin;
	a32.smax = a32.smax > b32.smax ? a32.smax : b32.smax;
	return range_scalar(tnum_union(a.bits, b.bits), a64, a32);
}

struct scalar scalar_intersect(struct scalar a, struct scalar b)
{
	if (scalar_equal(a, b) || scalar_is_unknown(b))
		return a;
	if (!tnum_overlaps(a.bits, b.bits))
		return scalar_none();
	return range_scalar(tnum_intersect(a.bits, b.bits), range_meet(view64(a), view64(b)),
			    range_meet(view32(a), view32(b)));
}
