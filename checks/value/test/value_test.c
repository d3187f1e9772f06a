// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Runs the tests of value/, and holds what they share. */
#include "value_test.h"

#include <inttypes.h>

uint64_t test_random(void)
{
	static uint64_t x = UINT64_C(0x9e3779b97f4a7c15);

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

uint64_t test_random_edge(void)
{
	uint64_t r = test_random(), near = (r >> 32) % 9 - 4;

	switch (r % 8) {
	case 0:
		return test_random();
	case 1:
		return near;
	case 2:
		return (UINT64_C(1) << 31) + near;
	case 3:
		return (UINT64_C(1) << 32) + near;
	case 4:
		return (UINT64_C(1) << 63) + near;
	case 5:
		return test_random() >> (test_random() % 64);
	default:
		return (UINT64_C(1) << (r >> 8) % 64) + near;
	}
}

bool tnum_has(struct tnum t, uint64_t v)
{
	return (v & ~t.mask) == t.value;
}

bool scalar_has(struct scalar s, uint64_t v)
{
	return tnum_has(s.bits, v) && v >= s.umin && v <= s.umax && (int64_t)v >= s.smin && (int64_t)v <= s.smax &&
	       (uint32_t)v >= s.u32min && (uint32_t)v <= s.u32max && (int32_t)v >= s.s32min && (int32_t)v <= s.s32max;
}

bool exact_op(enum scalar_op op, unsigned width, uint64_t x, uint64_t y, uint64_t *out)
{
	uint64_t mask = width_mask(width);
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);

	x &= mask;
	y &= mask;
	if ((op == SCALAR_UDIV || op == SCALAR_UMOD) && !y)
		return false;
	if ((op == SCALAR_SDIV || op == SCALAR_SMOD) && (!sy || (sy == -1 && sx == width_smin(width))))
		return false;
	if (op == SCALAR_SHL || op == SCALAR_LSHR || op == SCALAR_ASHR)
		if (op == SCALAR_ASHR ? (width < 32 ? sy < 0 || sy >= 64 : y >= width) : y >= (width < 32 ? 64 : width))
			return false;
	switch (op) {
	case SCALAR_ADD: *out = x + y; break;
	case SCALAR_SUB: *out = x - y; break;
	case SCALAR_MUL: *out = x * y; break;
	case SCALAR_UDIV: *out = x / y; break;
	case SCALAR_SDIV: *out = (uint64_t)(sx / sy); break;
	case SCALAR_UMOD: *out = x % y; break;
	case SCALAR_SMOD: *out = (uint64_t)(sx % sy); break;
	case SCALAR_AND: *out = x & y; break;
	case SCALAR_OR: *out = x | y; break;
	case SCALAR_XOR: *out = x ^ y; break;
	case SCALAR_SHL: *out = x << y; break;
	case SCALAR_LSHR: *out = x >> y; break;
	case SCALAR_ASHR: *out = (uint64_t)(sx >> y); break;
	default: return false;
	}
	*out &= mask;
	return true;
}

bool exact_cmp(enum scalar_cmp cmp, unsigned width, uint64_t x, uint64_t y)
{
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);

	x &= width_mask(width);
	y &= width_mask(width);
	switch (cmp) {
	case SCALAR_EQ: return x == y;
	case SCALAR_NE: return x != y;
	case SCALAR_ULT: return x < y;
	case SCALAR_ULE: return x <= y;
	case SCALAR_UGT: return x > y;
	case SCALAR_UGE: return x >= y;
	case SCALAR_SLT: return sx < sy;
	case SCALAR_SLE: return sx <= sy;
	case SCALAR_SGT: return sx > sy;
	case SCALAR_SGE: return sx >= sy;
	case SCALAR_SET: return (x & y) != 0;
	default: abort();
	}
}

struct scalar scalar_hull(const uint64_t *values, unsigned n)
{
	struct scalar s = scalar_const(values[0]);

	for (unsigned i = 1; i < n; i++) {
		uint64_t v = values[i];

		s.bits = tnum_union(s.bits, tnum_const(v));
		s.umin = v < s.umin ? v : s.umin;
		s.umax = v > s.umax ? v : s.umax;
		s.smin = (int64_t)v < s.smin ? (int64_t)v : s.smin;
		s.smax = (int64_t)v > s.smax ? (int64_t)v : s.smax;
		s.u32min = (uint32_t)v < s.u32min ? (uint32_t)v : s.u32min;
		s.u32max = (uint32_t)v > s.u32max ? (uint32_t)v : s.u32max;
		s.s32min = (int32_t)v < s.s32min ? (int32_t)v : s.s32min;
		s.s32max = (int32_t)v > s.s32max ? (int32_t)v : s.s32max;
	}
	return s;
}

void test_fail_scalar(const char *what, struct scalar a, struct scalar b, struct scalar r, uint64_t x, uint64_t y, uint64_t v)
{
	struct text t = {0};

	text_addf(&t, "%s: x=%#" PRIx64 " y=%#" PRIx64 " result=%#" PRIx64 "\na: ", what, x, y, v);
	scalar_print_all(a, &t);
	text_add(&t, "\nb: ");
	scalar_print_all(b, &t);
	text_add(&t, "\nr: ");
	scalar_print_all(r, &t);
	fprintf(stderr, "%s\n", t.s);
	text_free(&t);
	fail();
}

int main(void)
{
	int failed = 0;

	failed += _cmocka_run_group_tests("tnum", tnum_tests, tnum_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("range", range_tests, range_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("scalar", scalar_tests, scalar_tests_n, NULL, NULL);
	failed += _cmocka_run_group_tests("precision", precision_tests, precision_tests_n, NULL, NULL);
	return failed;
}
