// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * scalars, exhaustively over small windows of the number circle around the places where things go wrong: 0, 2^31,
 * 2^32, 2^63 and their likes. A window is 8 neighbours; over it every run, every tnum and every set's hull is made,
 * and every pair of those goes through every operation and comparison at 64 and 32 bits with every pair of members.
 * Beyond the windows, random sets of random numbers do the same at all widths.
 */
#include "value_test.h"

enum { WINDOW = 8 };

struct sample {
	struct scalar s;
	uint64_t members[WINDOW];
	unsigned n;
};

static const uint64_t centres[] = {
	0, UINT64_C(1) << 31, UINT64_C(1) << 32, UINT64_C(1) << 63, UINT64_C(0xffffffff80000000), UINT64_C(0x7fffffff00000000),
	16, UINT64_C(1) << 15, UINT64_C(1) << 7,
};

/* Keeps of the window what the scalar holds: the rest of its values take no part. */
static void add_sample(struct sample *all, unsigned *n, struct scalar s, uint64_t base)
{
	struct sample *x = &all[*n];

	*x = (struct sample){.s = s};
	for (uint64_t v = base; v != base + WINDOW; v++)
		if (scalar_has(s, v))
			x->members[x->n++] = v;
	*n += x->n > 0;
}

static unsigned make_samples(struct sample *all, uint64_t base)
{
	unsigned n = 0;

	for (uint64_t lo = 0; lo < WINDOW; lo++)
		for (uint64_t hi = lo; hi < WINDOW; hi++) {
			if (base + lo <= base + hi)
				add_sample(all, &n, scalar_urange(base + lo, base + hi), base);
			if ((int64_t)(base + lo) <= (int64_t)(base + hi))
				add_sample(all, &n, scalar_srange((int64_t)(base + lo), (int64_t)(base + hi)), base);
		}
	for (uint64_t mask = 0; mask < WINDOW; mask++)
		for (uint64_t value = 0; value < WINDOW; value++) {
			struct scalar s = scalar_unknown();

			s.bits = (struct tnum){base & ~(uint64_t)(WINDOW - 1), WINDOW - 1};
			s.bits.value |= value & ~mask;
			s.bits.mask = mask;
			if (!(value & mask))
				add_sample(all, &n, scalar_sync(s), base);
		}
	add_sample(all, &n, scalar_unknown(), base);
	return n;
}

static void check_valid(struct scalar s)
{
	assert_true(scalar_valid(s));
	assert_int_equal(s.bits.value & s.bits.mask, 0);
}

/* Nothing is lost by syncing, and once synced nothing more is learnt in a second go that a value could miss. */
static void test_sync(void **state)
{
	for (unsigned c = 0; c < ARRAY_LEN(centres); c++)
		for (unsigned set = 1; set < 1 << WINDOW; set++) {
			uint64_t values[WINDOW];
			unsigned n = 0;
			struct scalar hull, s;

			for (unsigned i = 0; i < WINDOW; i++)
				if (set >> i & 1)
					values[n++] = centres[c] - WINDOW / 2 + i;
			hull = scalar_hull(values, n);
			s = scalar_sync(hull);
			check_valid(s);
			assert_true(scalar_within(s, hull));
			for (unsigned i = 0; i < n; i++)
				if (!scalar_has(s, values[i]))
					test_fail_scalar("sync", hull, hull, s, values[i], 0, values[i]);
			assert_true(scalar_within(scalar_sync(s), s));
		}
}

/* Each view alone, with the others at their widest, from random views. */
static void test_sync_random(void **state)
{
	for (int round = 0; round < 300000; round++) {
		uint64_t v = test_random_edge(), r = test_random(), lo = test_random_edge(), hi = test_random_edge();
		struct scalar s = scalar_unknown(), synced;

		s.bits.mask = r & 1 ? test_random_edge() : UINT64_MAX;
		s.bits.value = v & ~s.bits.mask;
		if (r & 2) {
			s.umin = lo < v ? lo : v;
			s.umax = lo > v ? lo : v;
		}
		if (r & 4) {
			s.smin = (int64_t)hi < (int64_t)v ? (int64_t)hi : (int64_t)v;
			s.smax = (int64_t)hi > (int64_t)v ? (int64_t)hi : (int64_t)v;
		}
		if (r & 8) {
			s.u32min = (uint32_t)lo < (uint32_t)v ? (uint32_t)lo : (uint32_t)v;
			s.u32max = (uint32_t)hi > (uint32_t)v ? (uint32_t)hi : (uint32_t)v;
		}
		if (r & 16) {
			s.s32min = (int32_t)lo < (int32_t)v ? (int32_t)lo : (int32_t)v;
			s.s32max = (int32_t)hi > (int32_t)v ? (int32_t)hi : (int32_t)v;
		}
		synced = scalar_sync(s);
		if (!scalar_has(synced, v) || !scalar_within(synced, s))
			test_fail_scalar("sync", s, s, synced, v, 0, v);
	}
}

static void check_binop(enum scalar_op op, unsigned width, const struct sample *a, const struct sample *b)
{
	struct scalar r = scalar_binop(op, width, a->s, b->s);
	uint64_t v;

	check_valid(r);
	assert_true(r.umax <= width_mask(width));
	for (unsigned i = 0; i < a->n; i++)
		for (unsigned k = 0; k < b->n; k++)
			if (exact_op(op, width, a->members[i], b->members[k], &v) && !scalar_has(r, v))
				test_fail_scalar("binop", a->s, b->s, r, a->members[i], b->members[k], v * 100 + op);
}

static void check_cmp(enum scalar_cmp cmp, unsigned width, const struct sample *a, const struct sample *b)
{
	int decided = scalar_decide(cmp, width, a->s, b->s);

	for (int taken = 0; taken < 2; taken++) {
		struct scalar x = a->s, y = b->s;
		bool possible = scalar_refine(cmp, width, &x, &y, taken);

		if (possible) {
			check_valid(x);
			check_valid(y);
			assert_true(scalar_within(x, a->s) && scalar_within(y, b->s));
		}
		if (decided >= 0 && decided != taken)
			assert_false(possible);
		for (unsigned i = 0; i < a->n; i++)
			for (unsigned k = 0; k < b->n; k++) {
				if (exact_cmp(cmp, width, a->members[i], b->members[k]) != taken)
					continue;
				if (!possible || !scalar_has(x, a->members[i]) || !scalar_has(y, b->members[k]) ||
				    (decided >= 0 && decided != taken))
					test_fail_scalar("compare", a->s, b->s, x, a->members[i], b->members[k], cmp);
			}
	}
}

static void check_sets(const struct sample *a, const struct sample *b)
{
	struct scalar join = scalar_union(a->s, b->s), meet = scalar_intersect(a->s, b->s);
	bool within = scalar_within(a->s, b->s);

	check_valid(join);
	assert_true(scalar_equal(a->s, b->s) == (within && scalar_within(b->s, a->s)));
	for (unsigned i = 0; i < a->n; i++) {
		bool shared = scalar_has(b->s, a->members[i]);

		assert_true(scalar_has(join, a->members[i]));
		if (shared)
			assert_true(scalar_valid(meet) && scalar_has(meet, a->members[i]));
		if (within)
			assert_true(shared);
	}
	for (unsigned i = 0; i < b->n; i++)
		assert_true(scalar_has(join, b->members[i]));
}

static void check_conversions(const struct sample *a)
{
	for (unsigned from = 8; from <= 64; from *= 2) {
		struct scalar t = scalar_trunc(a->s, from), z = scalar_zext(a->s, from), b = scalar_bswap(a->s, from);

		for (unsigned i = 0; i < a->n; i++) {
			uint64_t v = a->members[i], low = v & width_mask(from);

			assert_true(scalar_has(t, low) && scalar_has(z, low));
			assert_true(scalar_has(b, __builtin_bswap64(low) >> (64 - from)));
			for (unsigned to = from; to <= 64; to *= 2)
				assert_true(scalar_has(scalar_sext(a->s, from, to), (uint64_t)sign_extend(v, from) & width_mask(to)));
		}
	}
}

static void check_pair(const struct sample *a, const struct sample *b)
{
	for (unsigned width = 32; width <= 64; width *= 2) {
		for (enum scalar_op op = 0; op < SCALAR_OPS; op++)
			check_binop(op, width, a, b);
		for (enum scalar_cmp cmp = 0; cmp < SCALAR_CMPS; cmp++)
			check_cmp(cmp, width, a, b);
	}
	check_sets(a, b);
}

static void test_windows(void **state)
{
	static struct sample samples[ARRAY_LEN(centres)][200];
	unsigned n[ARRAY_LEN(centres)];

	for (unsigned c = 0; c < ARRAY_LEN(centres); c++) {
		n[c] = make_samples(samples[c], centres[c] - WINDOW / 2);
		for (unsigned i = 0; i < n[c]; i++)
			check_conversions(&samples[c][i]);
	}
	/* every pair within a window; across windows some of them, but every sample with some */
	for (unsigned c = 0; c < ARRAY_LEN(centres); c++)
		for (unsigned d = 0; d < ARRAY_LEN(centres); d++)
			for (unsigned i = 0; i < n[c]; i++)
				for (unsigned k = c == d ? 0 : i % 29; k < n[d]; k += c == d ? 1 : 29)
					check_pair(&samples[c][i], &samples[d][k]);
}

/* Random members, hulled and synced; narrow widths get zero-extended ones. */
static struct sample random_sample(unsigned width)
{
	struct sample x = {.n = 1 + test_random() % 4};

	for (unsigned i = 0; i < x.n; i++)
		x.members[i] = test_random_edge() & width_mask(width);
	x.s = scalar_sync(scalar_hull(x.members, x.n));
	return x;
}

static void test_random_sets(void **state)
{
	for (int round = 0; round < 30000; round++)
		for (unsigned width = 8; width <= 64; width *= 2) {
			struct sample a = random_sample(width < 32 ? width : 64), b = random_sample(width < 32 ? width : 64);

			if (round % 4 == 0)
				for (b.n = 1; b.members[0] >= width;) /* a shift count */
					b.members[0] = test_random() % 70;
			b.s = scalar_sync(scalar_hull(b.members, b.n));
			check_binop((enum scalar_op)(test_random() % SCALAR_OPS), width, &a, &b);
			check_cmp((enum scalar_cmp)(test_random() % SCALAR_CMPS), width, &a, &b);
			check_conversions(&a);
			check_sets(&a, &b);
		}
}

/* All pairs of byte values, and of runs of them, at width 8. */
static void test_bytes(void **state)
{
	for (uint64_t lo = 0; lo < 256; lo += 5)
		for (uint64_t hi = lo; hi < 256; hi += 7)
			for (uint64_t y = 0; y < 256; y += 3) {
				struct scalar s = scalar_urange(lo, hi), c = scalar_const(y);

				for (enum scalar_cmp cmp = 0; cmp < SCALAR_CMPS; cmp++)
					for (int taken = 0; taken < 2; taken++) {
						struct scalar a = s, b = c;
						bool possible = scalar_refine(cmp, 8, &a, &b, taken);

						for (uint64_t x = lo; x <= hi; x++)
							if (exact_cmp(cmp, 8, x, y) == taken && (!possible || !scalar_has(a, x)))
								test_fail_scalar("byte", s, c, a, x, y, cmp);
					}
			}
}

const struct CMUnitTest scalar_tests[] = {
	cmocka_unit_test(test_sync), cmocka_unit_test(test_sync_random), cmocka_unit_test(test_windows),
	cmocka_unit_test(test_random_sets), cmocka_unit_test(test_bytes),
};
const size_t scalar_tests_n = ARRAY_LEN(scalar_tests);
