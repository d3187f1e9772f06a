// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ranges, exhaustively at 4 bits: the code is the same for every width. Every pair of an unsigned and a signed range
 * learns from every tnum; every pair of ranges goes through every operation. What is derived must hold every value,
 * and for learning must be the best that the two views can say.
 */
#include "value_test.h"

enum { WIDTH = 4, N = 1 << WIDTH };

static bool range_has(struct range r, uint64_t v)
{
	int64_t sv = sign_extend(v, WIDTH);

	return v >= r.umin && v <= r.umax && sv >= r.smin && sv <= r.smax;
}

static struct range range_make(unsigned umin, unsigned umax, int smin, int smax)
{
	return (struct range){.umin = umin, .umax = umax, .smin = smin, .smax = smax};
}

static unsigned improvable;

static void check_learn(struct range r, struct tnum bits)
{
	struct range learnt = r, hull = {.umin = N, .umax = 0, .smin = N, .smax = -N};
	bool any = false;

	for (int i = 0; i < 3; i++)
		learnt = range_learn(WIDTH, learnt, bits);
	for (uint64_t v = 0; v < N; v++) {
		int64_t sv = sign_extend(v, WIDTH);

		if (!range_has(r, v) || !tnum_has(bits, v))
			continue;
		any = true;
		assert_true(range_has(learnt, v));
		hull.umin = v < hull.umin ? v : hull.umin;
		hull.umax = v > hull.umax ? v : hull.umax;
		hull.smin = sv < hull.smin ? sv : hull.smin;
		hull.smax = sv > hull.smax ? sv : hull.smax;
	}
	/* with nothing known about bits, ranges learn all there is from each other, unless they meet in two places */
	if (any && bits.mask == N - 1) {
		bool best = !memcmp(&learnt, &hull, sizeof(hull));

		improvable += !best;
		if (!best)
			assert_true(learnt.smin < 0 && learnt.smax >= 0);
	}
}

static void test_learn(void **state)
{
	for (unsigned umin = 0; umin < N; umin++)
		for (unsigned umax = umin; umax < N; umax++)
			for (int smin = -N / 2; smin < N / 2; smin++)
				for (int smax = smin; smax < N / 2; smax++)
					for (uint64_t mask = 0; mask < N; mask++)
						for (uint64_t value = 0; value < N; value++)
							if (!(value & mask))
								check_learn(range_make(umin, umax, smin, smax), (struct tnum){value, mask});
}

/* Every run of numbers, seen from both sides. */
static unsigned make_runs(struct range *runs)
{
	unsigned n = 0;

	for (uint64_t lo = 0; lo < N; lo++)
		for (uint64_t len = 0; len < N; len++)
			runs[n++] = range_of_run(WIDTH, lo, lo + len);
	return n;
}

static void test_runs(void **state)
{
	for (uint64_t lo = UINT64_MAX - 40; lo != 40; lo++)
		for (uint64_t len = 0; len < 40; len++) {
			struct range r = range_of_run(WIDTH, lo, lo + len);

			for (uint64_t v = lo; v != lo + len + 1; v++)
				assert_true(range_has(r, v & (N - 1)));
			if (len < N && (lo & (N - 1)) + len < N)
				assert_int_equal(r.umax - r.umin, len);
		}
}

static const struct {
	const char *name;
	struct range (*range)(unsigned, struct range, struct range);
	enum scalar_op op;
} ops[] = {
	{"add", range_add, SCALAR_ADD}, {"sub", range_sub, SCALAR_SUB}, {"mul", range_mul, SCALAR_MUL},
	{"and", range_and, SCALAR_AND}, {"or", range_or, SCALAR_OR},
};

static void test_pairs(void **state)
{
	static struct range runs[N * N];
	unsigned n = make_runs(runs);

	for (unsigned op = 0; op < ARRAY_LEN(ops); op++)
		for (unsigned i = 0; i < n; i++)
			for (unsigned k = 0; k < n; k++) {
				struct range r = ops[op].range(WIDTH, runs[i], runs[k]);
				uint64_t v;

				for (uint64_t x = 0; x < N; x++)
					for (uint64_t y = 0; range_has(runs[i], x) && y < N; y++) {
						if (!range_has(runs[k], y))
							continue;
						exact_op(ops[op].op, WIDTH, x, y, &v);
						if (!range_has(r, v))
							fail_msg("%s: %d, %d", ops[op].name, (int)x, (int)y);
					}
			}
}

static void test_shifts(void **state)
{
	static struct range runs[N * N];
	unsigned n = make_runs(runs);

	for (unsigned i = 0; i < n; i++)
		for (unsigned by = 0; by < WIDTH; by++)
			for (uint64_t x = 0; x < N; x++) {
				if (!range_has(runs[i], x))
					continue;
				assert_true(range_has(range_shl(WIDTH, runs[i], by), x << by & (N - 1)));
				assert_true(range_has(range_lshr(WIDTH, runs[i], by), x >> by));
				assert_true(range_has(range_ashr(WIDTH, runs[i], by), (uint64_t)(sign_extend(x, WIDTH) >> by) & (N - 1)));
			}
}

const struct CMUnitTest range_tests[] = {
	cmocka_unit_test(test_learn), cmocka_unit_test(test_runs), cmocka_unit_test(test_pairs), cmocka_unit_test(test_shifts),
};
const size_t range_tests_n = ARRAY_LEN(range_tests);
