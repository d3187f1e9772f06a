// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * arith: operations on scalars. Bits, 64-bit and 32-bit ranges are computed apart, each soundly, and then taught to
 * each other. The low 32 bits of a sum, difference, product, left shift or bitwise operation depend on the low 32
 * bits of the operands only, so there the 32-bit view follows the same rules as the whole; right shifts and
 * divisions mix in what is above, so there it starts from nothing. As in the kernel, shifts are only followed by
 * constant counts, and quotients not at all, except where a compiler turns them into shifts and masks.
 */
#include "value/range.h"

static bool fits_shift(uint64_t by, unsigned width)
{
	return by < width;
}

/* Both operands known; false where the C operation has no result. */
static bool fold(enum scalar_op op, unsigned width, uint64_t x, uint64_t y, uint64_t *out)
{
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);
	bool divides = y != 0 && !(sy == -1 && sx == width_smin(width));

	switch (op) {
	case SCALAR_ADD: *out = x + y; return true;
	case SCALAR_SUB: *out = x - y; return true;
	case SCALAR_MUL: *out = x * y; return true;
	case SCALAR_AND: *out = x & y; return true;
	case SCALAR_OR: *out = x | y; return true;
	case SCALAR_XOR: *out = x ^ y; return true;
	case SCALAR_UDIV: *out = y ? x / y : 0; return y != 0;
	case SCALAR_UMOD: *out = y ? x % y : 0; return y != 0;
	case SCALAR_SDIV: *out = divides ? (uint64_t)(sx / sy) : 0; return divides;
	case SCALAR_SMOD: *out = divides ? (uint64_t)(sx % sy) : 0; return divides;
	case SCALAR_SHL: *out = fits_shift(y, width) ? x << y : 0; return fits_shift(y, width);
	case SCALAR_LSHR: *out = fits_shift(y, width) ? x >> y : 0; return fits_shift(y, width);
	case SCALAR_ASHR: *out = fits_shift(y, width) ? (uint64_t)(sx >> y) : 0; return fits_shift(y, width);
	default: return false;
	}
}

static struct range zero_extended(unsigned width)
{
	struct range r = range_all(64);

	r.umax = width_mask(width);
	return r;
}

static struct scalar anything(unsigned width)
{
	return scalar_bits(width);
}

/* Operations whose low bits depend on low bits only. */
static const struct {
	struct tnum (*bits)(struct tnum, struct tnum);
	struct range (*range)(unsigned, struct range, struct range); /* NULL: the bits say it all */
} plain_ops[SCALAR_OPS] = {
	[SCALAR_ADD] = {tnum_add, range_add},
	[SCALAR_SUB] = {tnum_sub, range_sub},
	[SCALAR_MUL] = {tnum_mul, range_mul},
	[SCALAR_AND] = {tnum_and, range_and},
	[SCALAR_OR] = {tnum_or, range_or},
	[SCALAR_XOR] = {tnum_xor, NULL},
};

static struct scalar plain(enum scalar_op op, unsigned width, struct scalar a, struct scalar b)
{
	struct tnum bits = plain_ops[op].bits(tnum_trunc(a.bits, width), tnum_trunc(b.bits, width));
	struct range r64 = zero_extended(width), r32 = range_all(32);

	if (plain_ops[op].range) {
		r32 = plain_ops[op].range(32, range_view(a, 32), range_view(b, 32));
		if (width == 64)
			r64 = plain_ops[op].range(64, range_view(a, 64), range_view(b, 64));
	}
	return range_scalar(tnum_trunc(bits, width), r64, r32);
}

/*
 * Shifting left by 32 puts the low half on top: whatever the upper half was, the result's order is the low half's
 * signed order. Compilers sign-extend that way.
 */
static struct scalar shift_left(unsigned width, struct scalar a, unsigned by)
{
	struct tnum bits = tnum_trunc(tnum_shl(a.bits, by), width);
	struct range r64 = zero_extended(width), r32 = range_all(32);

	if (by < 32)
		r32 = range_shl(32, range_view(a, 32), by);
	if (width == 64)
		r64 = range_shl(64, range_view(a, 64), by);
	if (by == 32) {
		r64.smin = (int64_t)a.s32min * (INT64_C(1) << 32);
		r64.smax = (int64_t)a.s32max * (INT64_C(1) << 32);
	}
	return range_scalar(bits, r64, r32);
}

static struct scalar shift_right(enum scalar_op op, unsigned width, struct scalar a, unsigned by)
{
	struct range (*shift)(unsigned, struct range, unsigned) = op == SCALAR_LSHR ? range_lshr : range_ashr;
	struct tnum bits = tnum_trunc(a.bits, width);

	bits = op == SCALAR_LSHR ? tnum_lshr(bits, by) : tnum_ashr(bits, by, width);
	if (width == 64)
		return range_scalar(bits, shift(64, range_view(a, 64), by), range_all(32));
	return range_scalar(bits, zero_extended(width), shift(32, range_view(a, 32), by));
}

static struct scalar shift(enum scalar_op op, unsigned width, struct scalar a, struct tnum by)
{
	if (!tnum_is_const(by) || !fits_shift(by.value, width))
		return anything(width);
	return op == SCALAR_SHL ? shift_left(width, a, (unsigned)by.value) : shift_right(op, width, a, (unsigned)by.value);
}

/*
 * Compilers divide by a power of two with a shift and a mask, and treat what cannot be negative as unsigned. What is less than twice the divisor they
 * compare with it; newer ones multiply up to 32 bits by the inverse and shift. For other remainders there is an instruction, which nobody bounds.
 */
static struct scalar quotient(bool remainder, unsigned width, struct scalar a, uint64_t d)
{
	struct range r = range_view(a, width);

	if (remainder && r.umax < d)
		return scalar_trunc(a, width);
	if (remainder)
		return (r.umax - d) < d ? scalar_urange(0, d - 1) : anything(width);
	return width <= 32 || r.umax < d || r.umax - d < d ? scalar_urange(r.umin / d, r.umax / d) : anything(width);
}

static struct scalar divide(enum scalar_op op, unsigned width, struct scalar a, struct tnum by)
{
	bool is_signed = op == SCALAR_SDIV || op == SCALAR_SMOD;
	uint64_t d = by.value;

	if (!tnum_is_const(by) || !d)
		return anything(width);
	if (is_signed && (range_view(a, width).smin < 0 || sign_extend(d, width) < 0))
		return anything(width);
	if (d & (d - 1))
		return quotient(op == SCALAR_UMOD || op == SCALAR_SMOD, width, a, d);
	if (op == SCALAR_UDIV || op == SCALAR_SDIV)
		return shift_right(SCALAR_LSHR, width, a, (unsigned)__builtin_ctzll(d));
	return plain(SCALAR_AND, width, a, scalar_const(d - 1));
}

static bool is_signed_op(enum scalar_op op)
{
	return op == SCALAR_SDIV || op == SCALAR_SMOD || op == SCALAR_ASHR;
}

/* C computes these in int; so does a compiler for BPF, in whole registers. */
static struct scalar narrow(enum scalar_op op, unsigned width, struct scalar a, struct scalar b)
{
	if (is_signed_op(op))
		return scalar_trunc(scalar_binop(op, 64, scalar_sext(a, width, 64), scalar_sext(b, width, 64)), width);
	return scalar_trunc(scalar_binop(op, 64, scalar_trunc(a, width), scalar_trunc(b, width)), width);
}

struct scalar scalar_binop(enum scalar_op op, unsigned width, struct scalar a, struct scalar b)
{
	struct tnum x = tnum_trunc(a.bits, width), y = tnum_trunc(b.bits, width);
	uint64_t v;

	if (width < 32)
		return narrow(op, width, a, b);
	if (tnum_is_const(x) && tnum_is_const(y))
		return fold(op, width, x.value, y.value, &v) ? scalar_const(v & width_mask(width)) : anything(width);
	switch (op) {
	case SCALAR_UDIV:
	case SCALAR_SDIV:
	case SCALAR_UMOD:
	case SCALAR_SMOD:
		return divide(op, width, a, y);
	case SCALAR_SHL:
	case SCALAR_LSHR:
	case SCALAR_ASHR:
		return shift(op, width, a, y);
	default:
		return plain(op, width, a, b);
	}
}

struct scalar scalar_trunc(struct scalar s, unsigned width)
{
	struct range low, r64 = zero_extended(width), r32 = range_all(32);

	if (s.umax <= width_mask(width))
		return s;
	low = range_view(s, width);
	r64.umin = low.umin;
	r64.umax = low.umax;
	if (width == 32)
		r32 = low;
	return range_scalar(tnum_trunc(s.bits, width), r64, r32);
}

struct scalar scalar_zext(struct scalar s, unsigned from)
{
	return scalar_trunc(s, from);
}

struct scalar scalar_sext(struct scalar s, unsigned from, unsigned to)
{
	struct range low = range_view(s, from), r64 = range_all(64), r32 = range_all(32);

	if (from >= 64)
		return scalar_trunc(s, to);
	r64.smin = low.smin;
	r64.smax = low.smax;
	if (from == 32)
		r32 = low;
	return scalar_trunc(range_scalar(tnum_sext(s.bits, from), r64, r32), to);
}

/* Order does not survive a byte swap; bits do. */
struct scalar scalar_bswap(struct scalar s, unsigned width)
{
	return range_scalar(tnum_bswap(tnum_trunc(s.bits, width), width), zero_extended(width), range_all(32));
}
