// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What programs rely on: the shapes of checks and masks that the kernel accepts must come out as narrow as there.
 * And what people read.
 */
#include "value_test.h"

static void expect(struct scalar s, const char *words)
{
	struct text t = {0};

	scalar_print(s, &t);
	assert_string_equal(t.s, words);
	text_free(&t);
}

static struct scalar refined(enum scalar_cmp cmp, unsigned width, struct scalar a, struct scalar b, bool taken)
{
	assert_true(scalar_refine(cmp, width, &a, &b, taken));
	return a;
}

static void test_masks(void **state)
{
	struct scalar any = scalar_unknown(), s;

	expect(scalar_binop(SCALAR_AND, 64, any, scalar_const(0xff)), "[0, 255]");
	expect(scalar_binop(SCALAR_AND, 32, any, scalar_const(15)), "[0, 15]");
	s = scalar_binop(SCALAR_SHL, 64, scalar_binop(SCALAR_AND, 64, any, scalar_const(15)), scalar_const(2));
	expect(s, "[0, 60]");
	assert_true(tnum_is_aligned(s.bits, 4));
	expect(scalar_binop(SCALAR_UMOD, 32, any, scalar_const(16)), "[0, 15]");
	expect(scalar_binop(SCALAR_UDIV, 32, any, scalar_const(1 << 28)), "[0, 15]");
	expect(scalar_binop(SCALAR_UMOD, 32, any, scalar_const(10)), "[0, 4294967295]");
	expect(scalar_binop(SCALAR_UMOD, 64, any, scalar_const(10)), "unknown");
	expect(scalar_binop(SCALAR_LSHR, 64, any, scalar_const(60)), "[0, 15]");
	expect(scalar_binop(SCALAR_ASHR, 64, any, scalar_const(60)), "[-8, 7]");
	expect(scalar_binop(SCALAR_MUL, 64, scalar_urange(0, 9), scalar_const(12)), "[0, 108]");
	expect(scalar_binop(SCALAR_ADD, 64, scalar_srange(-4, 4), scalar_const(3)), "[-1, 7]");
	expect(scalar_binop(SCALAR_SUB, 64, scalar_const(0), scalar_urange(1, 5)), "[-5, -1]");
	expect(scalar_binop(SCALAR_OR, 64, scalar_urange(0, 9), scalar_const(16)), "[16, 31]");
	expect(scalar_binop(SCALAR_SDIV, 32, scalar_const((uint32_t)-7), scalar_const(2)), "= 4294967293");
	expect(scalar_binop(SCALAR_UDIV, 64, scalar_const(1), scalar_const(0)), "unknown");
	expect(scalar_binop(SCALAR_SMOD, 64, scalar_urange(0, 100), scalar_const(8)), "[0, 7]");
}

static void test_bounds(void **state)
{
	struct scalar any = scalar_unknown(), i = scalar_bits(32), n = scalar_const(10);

	expect(refined(SCALAR_ULT, 64, any, n, true), "[0, 9]");
	expect(refined(SCALAR_ULT, 32, i, n, true), "[0, 9]");
	expect(refined(SCALAR_UGE, 32, i, n, false), "[0, 9]");
	expect(refined(SCALAR_UGT, 64, any, n, false), "[0, 10]");
	expect(refined(SCALAR_SLT, 64, any, n, true), "<= 9");
	expect(refined(SCALAR_SGT, 64, any, scalar_const(0), true), ">= 1");
	expect(refined(SCALAR_NE, 64, scalar_urange(0, 8), scalar_const(0), true), "[1, 8]");
	expect(refined(SCALAR_EQ, 64, scalar_urange(0, 8), scalar_const(0), false), "[1, 8]");
	expect(refined(SCALAR_EQ, 64, any, scalar_urange(3, 8), true), "[3, 8]");
	/* a signed check alone leaves the other end open; both together close it */
	expect(refined(SCALAR_SGE, 64, refined(SCALAR_SLT, 64, any, n, true), scalar_const(0), true), "[0, 9]");
	/* int i; if (i < 0 || i >= 10) return: 32-bit checks on a zero-extended value */
	expect(refined(SCALAR_SGE, 32, refined(SCALAR_SLT, 32, i, n, true), scalar_const(0), true), "[0, 9]");
	/* the same on a whole register: the upper half stays unknown until it is cut off */
	expect(scalar_zext(refined(SCALAR_ULT, 32, any, n, true), 32), "[0, 9]");
	/* sign-extended ints */
	expect(scalar_sext(i, 32, 64), "[-2147483648, 2147483647]");
	expect(scalar_sext(refined(SCALAR_SLT, 32, i, n, true), 32, 64), "[-2147483648, 9]");
	expect(refined(SCALAR_SGE, 32, scalar_sext(i, 32, 64), scalar_const(0), true), "[0, 2147483647]");
	/* two variables */
	expect(refined(SCALAR_ULT, 64, any, scalar_urange(1, 64), true), "[0, 63]");
	expect(refined(SCALAR_UGT, 64, scalar_urange(0, 100), scalar_urange(7, 20), true), "[8, 100]");
}

static void test_bit_checks(void **state)
{
	struct scalar any = scalar_unknown(), s;

	s = refined(SCALAR_SET, 64, any, scalar_const(8), true);
	assert_int_equal(s.bits.value, 8);
	assert_int_equal(s.umin, 8);
	s = refined(SCALAR_SET, 64, any, scalar_const(~UINT64_C(7)), false);
	expect(s, "[0, 7]");
	s = refined(SCALAR_SET, 64, any, scalar_const(6), true);
	assert_int_equal(s.bits.value, 0);
	assert_int_equal(scalar_decide(SCALAR_SET, 64, scalar_urange(0, 7), scalar_const(8)), 0);
	assert_int_equal(scalar_decide(SCALAR_SET, 64, s, scalar_const(8)), -1);
	assert_int_equal(scalar_decide(SCALAR_SET, 32, scalar_const(12), scalar_const(8)), 1);
	/* aligned values differ from odd ones */
	s = scalar_binop(SCALAR_SHL, 64, any, scalar_const(1));
	assert_int_equal(scalar_decide(SCALAR_EQ, 64, s, scalar_const(7)), 0);
	assert_int_equal(scalar_decide(SCALAR_NE, 64, s, scalar_const(7)), 1);
}

static void test_decisions(void **state)
{
	struct scalar low = scalar_urange(0, 9), high = scalar_urange(10, 19), any = scalar_unknown();

	assert_int_equal(scalar_decide(SCALAR_ULT, 64, low, high), 1);
	assert_int_equal(scalar_decide(SCALAR_UGE, 64, low, high), 0);
	assert_int_equal(scalar_decide(SCALAR_ULE, 64, low, scalar_const(9)), 1);
	assert_int_equal(scalar_decide(SCALAR_ULT, 64, low, scalar_const(9)), -1);
	assert_int_equal(scalar_decide(SCALAR_SGT, 64, low, scalar_const((uint64_t)-1)), 1);
	assert_int_equal(scalar_decide(SCALAR_EQ, 64, low, low), -1);
	assert_int_equal(scalar_decide(SCALAR_EQ, 32, scalar_const(UINT64_C(1) << 32), scalar_const(0)), 1);
	assert_int_equal(scalar_decide(SCALAR_EQ, 64, scalar_const(UINT64_C(1) << 32), scalar_const(0)), 0);
	assert_int_equal(scalar_decide(SCALAR_ULT, 64, any, scalar_const(0)), 0);
	assert_int_equal(scalar_decide(SCALAR_UGE, 64, any, scalar_const(0)), 1);
	assert_int_equal(scalar_decide(SCALAR_SLT, 8, scalar_urange(128, 255), scalar_const(0)), 1);
	assert_int_equal(scalar_decide(SCALAR_SLT, 16, scalar_const(5), scalar_const(0xffff)), 0);
	/* the low halves are different, so the wholes are */
	any.u32min = any.u32max = 5;
	assert_int_equal(scalar_decide(SCALAR_EQ, 64, scalar_sync(any), scalar_const(UINT64_C(0x100000006))), 0);
	low = scalar_urange(0, 9);
	high = scalar_const(3);
	assert_false(scalar_refine(SCALAR_SET, 64, &high, &(struct scalar){0}, true));
	assert_false(scalar_refine(SCALAR_UGT, 64, &low, &(struct scalar){.bits = {9, 0}, .umin = 9, .umax = 9}, true));
}

static void test_conversions(void **state)
{
	expect(scalar_trunc(scalar_urange(0, 300), 8), "[0, 255]");
	expect(scalar_trunc(scalar_urange(0x1203, 0x1207), 8), "[3, 7]");
	expect(scalar_sext(scalar_urange(0, 200), 8, 64), "[-128, 127]");
	expect(scalar_sext(scalar_urange(0xfe, 0xff), 8, 64), "[-2, -1]");
	expect(scalar_sext(scalar_urange(0xfe, 0xff), 8, 32), "[4294967294, 4294967295]");
	expect(scalar_bswap(scalar_const(0x1234), 16), "= 13330");
	expect(scalar_bswap(scalar_unknown(), 16), "[0, 65535]");
	/* (s64)(x << 32) >> 32, as compilers sign-extend */
	expect(scalar_binop(SCALAR_ASHR, 64, scalar_binop(SCALAR_SHL, 64, scalar_srange(-5, 9), scalar_const(32)), scalar_const(32)),
	       "[-5, 9]");
	expect(scalar_binop(SCALAR_LSHR, 64, scalar_binop(SCALAR_SHL, 64, scalar_urange(2, 9), scalar_const(32)), scalar_const(32)),
	       "[2, 9]");
}

static void test_words(void **state)
{
	struct text t = {0};

	expect(scalar_unknown(), "unknown");
	expect(scalar_const((uint64_t)-5), "= -5");
	expect(scalar_srange(INT64_MIN, 5), "<= 5");
	expect(scalar_urange(5, UINT64_MAX), "[5, 18446744073709551615]");
	expect(scalar_urange(5, 9), "[5, 9]");
	expect(scalar_bits(0), "= 0");
	expect(scalar_bits(64), "unknown");
	expect(scalar_intersect(scalar_const(1), scalar_const(2)), "impossible");
	expect(scalar_intersect(scalar_urange(1, 4), scalar_urange(4, 9)), "= 4");
	expect(scalar_union(scalar_const(1), scalar_const(9)), "[1, 9]");
	assert_true(scalar_is_unknown(scalar_unknown()));
	assert_true(scalar_is_const(scalar_urange(4, 4)));
	scalar_print_all(scalar_const(1), &t);
	assert_string_equal(t.s, "bits=(0x1; 0) u64=[1, 1] s64=[1, 1] u32=[1, 1] s32=[1, 1]");
	text_free(&t);
}

const struct CMUnitTest precision_tests[] = {
	cmocka_unit_test(test_masks), cmocka_unit_test(test_bounds), cmocka_unit_test(test_bit_checks),
	cmocka_unit_test(test_decisions), cmocka_unit_test(test_conversions), cmocka_unit_test(test_words),
};
const size_t precision_tests_n = ARRAY_LEN(precision_tests);
