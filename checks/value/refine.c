// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * refine: what a comparison's outcome says about its operands, and whether there is but one outcome. Four
 * comparisons are enough: the others swap their operands, negate, or both. A comparison of 64 or 32 bits speaks
 * about that view of its operands and leaves it to syncing to tell the others. Narrower ones compare the extended
 * values, as the instructions do that a compiler makes of them.
 */
#include "value/range.h"

enum base { EQUAL, BELOW, LESS, SHARES }; /* a == b, a < b unsigned, a < b signed, a & b */

static const struct {
	uint8_t base;
	bool swap, negate;
} rules[SCALAR_CMPS] = {
	[SCALAR_EQ] = {EQUAL, false, false},
	[SCALAR_NE] = {EQUAL, false, true},
	[SCALAR_ULT] = {BELOW, false, false},
	[SCALAR_ULE] = {BELOW, true, true},
	[SCALAR_UGT] = {BELOW, true, false},
	[SCALAR_UGE] = {BELOW, false, true},
	[SCALAR_SLT] = {LESS, false, false},
	[SCALAR_SLE] = {LESS, true, true},
	[SCALAR_SGT] = {LESS, true, false},
	[SCALAR_SGE] = {LESS, false, true},
	[SCALAR_SET] = {SHARES, false, false},
};

/* An operand as the comparison sees it. */
struct side {
	struct range r;
	struct tnum bits;
};

static struct side side_of(struct scalar s, unsigned width)
{
	return (struct side){range_view(s, width), tnum_trunc(s.bits, width)};
}

static bool disjoint(struct side a, struct side b)
{
	return range_empty(range_meet(a.r, b.r)) || !tnum_overlaps(a.bits, b.bits);
}

static uint64_t possible_bits(struct side s)
{
	return s.bits.value | s.bits.mask;
}

static int decide(enum base base, struct side a, struct side b)
{
	switch (base) {
	case EQUAL:
		if (disjoint(a, b))
			return 0;
		return tnum_is_const(a.bits) && tnum_is_const(b.bits) ? 1 : -1;
	case BELOW:
		return a.r.umax < b.r.umin ? 1 : a.r.umin >= b.r.umax ? 0 : -1;
	case LESS:
		return a.r.smax < b.r.smin ? 1 : a.r.smin >= b.r.smax ? 0 : -1;
	case SHARES:
		return a.bits.value & b.bits.value ? 1 : possible_bits(a) & possible_bits(b) ? -1 : 0;
	}
	return -1;
}

/* Signed comparisons of 8 and 16 bits look at the sign-extended values. */
static bool extends(enum base base, unsigned width)
{
	return base == LESS && width < 32;
}

static unsigned compared_width(unsigned width)
{
	return width == 32 ? 32 : 64;
}

int scalar_decide(enum scalar_cmp cmp, unsigned width, struct scalar a, struct scalar b)
{
	enum base base = rules[cmp].base;
	unsigned at = compared_width(width);
	struct side x, y;
	int answer;

	if (extends(base, width)) {
		a = scalar_sext(a, width, 64);
		b = scalar_sext(b, width, 64);
	}
	x = side_of(a, at);
	y = side_of(b, at);
	answer = rules[cmp].swap ? decide(base, y, x) : decide(base, x, y);
	/* equal in the low half is not equal, but different there is different */
	if (answer < 0 && base == EQUAL && at == 64 && disjoint(side_of(a, 32), side_of(b, 32)))
		answer = 0;
	return answer < 0 ? -1 : answer ^ rules[cmp].negate;
}

static void make_equal(struct side *a, struct side *b)
{
	a->r = b->r = range_meet(a->r, b->r);
	a->bits = b->bits = tnum_intersect(a->bits, b->bits);
}

/* A value that is not `v` is not at an end of its range when that end is v; an empty range is left empty. */
static void exclude(struct range *r, unsigned width, uint64_t v)
{
	int64_t sv = sign_extend(v, width);
	struct range own = *r;

	if (own.umin == own.umax && own.umin == v) {
		r->umin = 1;
		r->umax = 0;
		return;
	}
	r->umin += own.umin == v;
	r->umax -= own.umax == v;
	r->smin += own.smin == sv && own.smin != own.smax;
	r->smax -= own.smax == sv && own.smin != own.smax;
}

static void make_different(struct side *a, struct side *b, unsigned width)
{
	if (tnum_is_const(b->bits))
		exclude(&a->r, width, b->bits.value);
	else if (tnum_is_const(a->bits))
		exclude(&b->r, width, a->bits.value);
}

/* low + gap <= high: the low one stays under the high one's greatest value, and the other way round. */
static void order_unsigned(struct range *low, struct range *high, unsigned gap)
{
	uint64_t most = high->umax - gap, least = low->umin + gap;

	low->umax = most < low->umax ? most : low->umax;
	high->umin = least > high->umin ? least : high->umin;
}

static void order_signed(struct range *low, struct range *high, unsigned gap)
{
	int64_t most = high->smax - (int64_t)gap, least = low->smin + (int64_t)gap;

	low->smax = most < low->smax ? most : low->smax;
	high->smin = least > high->smin ? least : high->smin;
}

/* Where only one bit can be shared, that one is. */
static void make_share(struct side *a, struct side *b)
{
	uint64_t shared = possible_bits(*a) & possible_bits(*b);

	if (shared & (shared - 1))
		return;
	a->bits = tnum_or(a->bits, tnum_const(shared));
	b->bits = tnum_or(b->bits, tnum_const(shared));
}

/* A bit that one side is known to have, the other lacks. */
static void make_apart(struct side *a, struct side *b)
{
	struct tnum old = a->bits;

	a->bits = tnum_and(a->bits, tnum_const(~b->bits.value));
	b->bits = tnum_and(b->bits, tnum_const(~old.value));
}

/* Only called when the outcome is possible, so ends have room to move by one. */
static void apply(enum base base, bool holds, struct side *a, struct side *b, unsigned width)
{
	switch (base) {
	case EQUAL:
		if (holds)
			make_equal(a, b);
		else
			make_different(a, b, width);
		break;
	case BELOW:
		if (holds)
			order_unsigned(&a->r, &b->r, 1);
		else
			order_unsigned(&b->r, &a->r, 0);
		break;
	case LESS:
		if (holds)
			order_signed(&a->r, &b->r, 1);
		else
			order_signed(&b->r, &a->r, 0);
		break;
	case SHARES:
		if (holds)
			make_share(a, b);
		else
			make_apart(a, b);
		break;
	}
}

/* The scalar, narrowed to what its side has become. */
static struct scalar narrowed(struct scalar s, struct side side, unsigned width)
{
	if (width == 64)
		return range_scalar(side.bits, side.r, range_view(s, 32));
	side.bits.value |= s.bits.value & ~width_mask(32);
	side.bits.mask |= s.bits.mask & ~width_mask(32);
	return range_scalar(side.bits, range_view(s, 64), side.r);
}

static bool refine(enum base base, bool holds, unsigned width, struct scalar *a, struct scalar *b)
{
	struct side x = side_of(*a, width), y = side_of(*b, width);
	struct scalar new_a, new_b;

	if (decide(base, x, y) == !holds)
		return false;
	apply(base, holds, &x, &y, width);
	new_a = narrowed(*a, x, width);
	new_b = narrowed(*b, y, width);
	if (base == EQUAL && holds && width == 64)
		new_a = new_b = scalar_intersect(new_a, new_b);
	if (!scalar_valid(new_a) || !scalar_valid(new_b))
		return false;
	*a = new_a;
	*b = new_b;
	return true;
}

/* Refines the sign-extended values and keeps of each scalar what extends to them. */
static bool refine_extended(bool holds, unsigned width, struct scalar *a, struct scalar *b)
{
	struct scalar x = scalar_sext(*a, width, 64), y = scalar_sext(*b, width, 64);

	if (!refine(LESS, holds, 64, &x, &y))
		return false;
	x = scalar_intersect(*a, scalar_trunc(x, width));
	y = scalar_intersect(*b, scalar_trunc(y, width));
	if (!scalar_valid(x) || !scalar_valid(y))
		return false;
	*a = x;
	*b = y;
	return true;
}

bool scalar_refine(enum scalar_cmp cmp, unsigned width, struct scalar *a, struct scalar *b, bool taken)
{
	enum base base = rules[cmp].base;
	bool holds = taken != rules[cmp].negate;
	struct scalar *x = rules[cmp].swap ? b : a, *y = rules[cmp].swap ? a : b;

	if (extends(base, width))
		return refine_extended(holds, width, x, y);
	return refine(base, holds, compared_width(width), x, y);
}
