// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * tnum: numbers of which some bits are known. A tnum stands for the set of all values that agree with it on the
 * known bits. No operation can be exact in general, because the set of exact results is seldom of that form; each
 * returns some tnum that holds every exact result, and says why it does. The ideas are those of the kernel's tnum.c
 * and of Vishwanathan et al., "Sound, Precise, and Fast Abstract Interpretation with Tristate Numbers".
 */
#include "value/value.h"

static struct tnum make(uint64_t value, uint64_t mask)
{
	return (struct tnum){.value = value & ~mask, .mask = mask};
}

static uint64_t low_bits(unsigned n)
{
	return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

struct tnum tnum_const(uint64_t v)
{
	return make(v, 0);
}

struct tnum tnum_unknown(void)
{
	return make(0, UINT64_MAX);
}

/* All values between two share the bits above the highest one in which the two differ. */
struct tnum tnum_range(uint64_t lo, uint64_t hi)
{
	uint64_t differ = lo ^ hi;

	return make(lo, differ ? UINT64_MAX >> __builtin_clzll(differ) : 0);
}

/*
 * The least sum is of the values, the greatest that with every unknown bit set. Between the two, carries differ just
 * where the two sums differ beyond the unknown bits themselves.
 */
struct tnum tnum_add(struct tnum a, struct tnum b)
{
	uint64_t least = a.value + b.value;
	uint64_t most = least + a.mask + b.mask;

	return make(least, (least ^ most) | a.mask | b.mask);
}

/* As for the sum; borrows differ between (least a) - (most b) and (most a) - (least b). */
struct tnum tnum_sub(struct tnum a, struct tnum b)
{
	uint64_t mid = a.value - b.value;
	uint64_t most = mid + a.mask, least = mid - b.mask;

	return make(mid, (least ^ most) | a.mask | b.mask);
}

/* Long multiplication; where a bit of `a` is unknown, its partial product may or may not have been added. */
static struct tnum mul_by_bits(struct tnum a, struct tnum b)
{
	struct tnum sum = tnum_const(0);

	for (; a.value | a.mask; a = tnum_lshr(a, 1), b = tnum_shl(b, 1)) {
		if (a.value & 1)
			sum = tnum_add(sum, b);
		else if (a.mask & 1)
			sum = tnum_union(sum, tnum_add(sum, b));
	}
	return sum;
}

/*
 * The same with the known part of the sum kept apart: (value of a) * (value of b) is certain; everything else that
 * may be added is some part of the unknown bits of b, or of all of b where a's bit is unknown.
 */
static struct tnum mul_by_masks(struct tnum a, struct tnum b)
{
	struct tnum rest = tnum_const(0);
	uint64_t certain = a.value * b.value;

	for (; a.value | a.mask; a = tnum_lshr(a, 1), b = tnum_shl(b, 1)) {
		if (a.value & 1)
			rest = tnum_add(rest, make(0, b.mask));
		else if (a.mask & 1)
			rest = tnum_add(rest, make(0, b.value | b.mask));
	}
	return tnum_add(tnum_const(certain), rest);
}

/* Of the product with just any number only the trailing zeros are known. */
static struct tnum mul_by_anything(struct tnum a)
{
	uint64_t possible = a.value | a.mask;

	return possible ? tnum_shl(tnum_unknown(), (unsigned)__builtin_ctzll(possible)) : tnum_const(0);
}

/* Each way is sound and neither always wins, so what either knows is known. */
struct tnum tnum_mul(struct tnum a, struct tnum b)
{
	if (tnum_is_const(a) && tnum_is_const(b))
		return tnum_const(a.value * b.value);
	if (a.mask == UINT64_MAX || b.mask == UINT64_MAX)
		return mul_by_anything(a.mask == UINT64_MAX ? b : a);
	return tnum_intersect(tnum_intersect(mul_by_bits(a, b), mul_by_bits(b, a)),
			      tnum_intersect(mul_by_masks(a, b), mul_by_masks(b, a)));
}

/* A bit is certain to be set when it is in both, and may be set when it may be in both. */
struct tnum tnum_and(struct tnum a, struct tnum b)
{
	uint64_t set = a.value & b.value;

	return make(set, (a.value | a.mask) & (b.value | b.mask) & ~set);
}

/* A bit is certain when one side has it set, or both are certain. */
struct tnum tnum_or(struct tnum a, struct tnum b)
{
	uint64_t set = a.value | b.value;

	return make(set, (a.mask | b.mask) & ~set);
}

/* A bit is as unknown as the more unknown of the two. */
struct tnum tnum_xor(struct tnum a, struct tnum b)
{
	return make(a.value ^ b.value, a.mask | b.mask);
}

/* Shifts move what is known along with the bits; what is shifted in is known. */
struct tnum tnum_shl(struct tnum a, unsigned by)
{
	return by > 63 ? tnum_const(0) : make(a.value << by, a.mask << by);
}

struct tnum tnum_lshr(struct tnum a, unsigned by)
{
	return by > 63 ? tnum_const(0) : make(a.value >> by, a.mask >> by);
}

/* The sign bit, known or unknown, is what is shifted in. */
struct tnum tnum_ashr(struct tnum a, unsigned by, unsigned width)
{
	a = tnum_sext(a, width);
	return tnum_trunc(make((uint64_t)((int64_t)a.value >> by), (uint64_t)((int64_t)a.mask >> by)), width);
}

struct tnum tnum_bswap(struct tnum a, unsigned width)
{
	return make(__builtin_bswap64(a.value) >> (64 - width), __builtin_bswap64(a.mask) >> (64 - width));
}

struct tnum tnum_trunc(struct tnum a, unsigned width)
{
	return make(a.value & low_bits(width), a.mask & low_bits(width));
}

/* Copies of a known sign are known, copies of an unknown one are not. */
struct tnum tnum_sext(struct tnum a, unsigned from)
{
	unsigned up = 64 - from;

	return make((uint64_t)((int64_t)(a.value << up) >> up), (uint64_t)((int64_t)(a.mask << up) >> up));
}

bool tnum_is_const(struct tnum a)
{
	return !a.mask;
}

bool tnum_overlaps(struct tnum a, struct tnum b)
{
	return !((a.value ^ b.value) & ~a.mask & ~b.mask);
}

struct tnum tnum_intersect(struct tnum a, struct tnum b)
{
	return make(a.value | b.value, a.mask & b.mask);
}

struct tnum tnum_union(struct tnum a, struct tnum b)
{
	return make(a.value & b.value, a.mask | b.mask | (a.value ^ b.value));
}

bool tnum_is_aligned(struct tnum a, uint64_t to)
{
	return !to || !((a.value | a.mask) & (to - 1));
}

bool tnum_next(struct tnum t, uint64_t from, uint64_t *v)
{
	uint64_t y = t.value | (from & t.mask), above;
	unsigned bit;

	*v = y;
	if (y == from)
		return true;
	bit = 63 - (unsigned)__builtin_clzll(y ^ from); /* a known one: the others are as in `from` */
	if (y > from) {
		*v = y & ~(t.mask & low_bits(bit));
		return true;
	}
	above = bit == 63 ? 0 : t.mask & ~y & ~low_bits(bit + 1);
	if (!above)
		return false;
	bit = (unsigned)__builtin_ctzll(above);
	*v = (y | UINT64_C(1) << bit) & ~(t.mask & low_bits(bit));
	return true;
}
