// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * tnums, exhaustively: every pair of 5-bit tnums, moved to the bottom, to the middle and to the top of 64 bits, and
 * for each every pair of members. Sound: the result holds every exact result. Where an operation is known to be
 * exact bit by bit, it must also be the best.
 */
#include "value_test.h"

enum { BITS = 5 };

struct small {
	struct tnum t;
	uint64_t members[1 << BITS];
	unsigned n;
};

static struct small all[243];
static unsigned all_n;

static void make_all(unsigned shift, uint64_t above)
{
	all_n = 0;
	for (uint64_t mask = 0; mask < 1 << BITS; mask++)
		for (uint64_t value = 0; value < 1 << BITS; value++) {
			struct small *s = &all[all_n];

			if (value & mask)
				continue;
			*s = (struct small){.t = {value << shift | above, mask << shift}};
			for (uint64_t v = 0; v < 1 << BITS; v++)
				if ((v & ~mask) == value)
					s->members[s->n++] = v << shift | above;
			all_n++;
		}
	assert_int_equal(all_n, ARRAY_LEN(all));
}

static uint64_t add(uint64_t x, uint64_t y) { return x + y; }
static uint64_t sub(uint64_t x, uint64_t y) { return x - y; }
static uint64_t mul(uint64_t x, uint64_t y) { return x * y; }
static uint64_t and(uint64_t x, uint64_t y) { return x & y; }
static uint64_t or(uint64_t x, uint64_t y) { return x | y; }
static uint64_t xor(uint64_t x, uint64_t y) { return x ^ y; }

static const struct {
	const char *name;
	struct tnum (*tnum)(struct tnum, struct tnum);
	uint64_t (*exact)(uint64_t, uint64_t);
	bool best; /* no tnum describes the exact results better */
} ops[] = {
	{"add", tnum_add, add, true}, {"sub", tnum_sub, sub, true}, {"mul", tnum_mul, mul, false},
	{"and", tnum_and, and, true}, {"or", tnum_or, or, true}, {"xor", tnum_xor, xor, true},
};

static void check_op(unsigned op, const struct small *a, const struct small *b)
{
	struct tnum r = ops[op].tnum(a->t, b->t), best = tnum_const(ops[op].exact(a->members[0], b->members[0]));

	assert_int_equal(r.value & r.mask, 0);
	for (unsigned i = 0; i < a->n; i++)
		for (unsigned k = 0; k < b->n; k++) {
			uint64_t v = ops[op].exact(a->members[i], b->members[k]);

			best = tnum_union(best, tnum_const(v));
			if (!tnum_has(r, v))
				fail_msg("%s: %#llx and %#llx", ops[op].name, (unsigned long long)a->members[i],
					 (unsigned long long)b->members[k]);
		}
	if (ops[op].best && (best.value != r.value || best.mask != r.mask))
		fail_msg("%s is not the best", ops[op].name);
}

static void check_relations(const struct small *a, const struct small *b)
{
	struct tnum join = tnum_union(a->t, b->t);
	unsigned shared = 0;

	for (unsigned i = 0; i < a->n; i++) {
		assert_true(tnum_has(join, a->members[i]));
		shared += tnum_has(b->t, a->members[i]);
	}
	for (unsigned i = 0; i < b->n; i++)
		assert_true(tnum_has(join, b->members[i]));
	assert_int_equal(tnum_overlaps(a->t, b->t), shared > 0);
	assert_int_equal(tnum_within(a->t, b->t), shared == a->n);
	for (unsigned i = 0; shared && i < a->n; i++)
		assert_int_equal(tnum_has(tnum_intersect(a->t, b->t), a->members[i]), tnum_has(b->t, a->members[i]));
}

static void test_pairs(void **state)
{
	static const struct {
		unsigned shift;
		uint64_t above;
	} places[] = {{0, 0}, {29, 0}, {59, 0}, {0, UINT64_MAX << BITS}};

	for (unsigned p = 0; p < ARRAY_LEN(places); p++) {
		make_all(places[p].shift, places[p].above);
		for (unsigned i = 0; i < all_n; i++)
			for (unsigned k = 0; k < all_n; k++) {
				for (unsigned op = 0; op < ARRAY_LEN(ops); op++)
					check_op(op, &all[i], &all[k]);
				check_relations(&all[i], &all[k]);
			}
	}
}

static void check_unary(const struct small *s, unsigned by)
{
	struct tnum shl = tnum_shl(s->t, by), lshr = tnum_lshr(s->t, by), ashr = tnum_ashr(s->t, by, 64);

	for (unsigned i = 0; i < s->n; i++) {
		uint64_t v = s->members[i];

		assert_true(tnum_has(shl, v << by));
		assert_true(tnum_has(lshr, v >> by));
		assert_true(tnum_has(ashr, (uint64_t)((int64_t)v >> by)));
		if (by < 32)
			assert_true(tnum_has(tnum_ashr(s->t, by, 32), (uint32_t)((int32_t)v >> by)));
		for (unsigned width = 16; width <= 64; width *= 2)
			assert_true(tnum_has(tnum_bswap(tnum_trunc(s->t, width), width),
					     __builtin_bswap64(v & width_mask(width)) >> (64 - width)));
		for (unsigned width = 1; width <= 64; width++) {
			assert_true(tnum_has(tnum_trunc(s->t, width), v & width_mask(width)));
			assert_true(tnum_has(tnum_sext(s->t, width), (uint64_t)sign_extend(v, width)));
		}
	}
}

static void test_shifts(void **state)
{
	static const unsigned shifts[] = {0, 3, 5, 13, 29, 59};

	for (unsigned p = 0; p < ARRAY_LEN(shifts); p++) {
		make_all(shifts[p], 0);
		for (unsigned i = 0; i < all_n; i++)
			for (unsigned by = 0; by < 64; by++)
				check_unary(&all[i], by);
	}
}

/* The next member, for every set of 6 bits and every place to look from. */
static void test_next(void **unused)
{
	(void)unused;
	for (uint64_t mask = 0; mask < 64; mask++)
		for (uint64_t value = 0; value < 64; value++)
			for (uint64_t from = 0; from < 72 && !(value & mask); from++) {
				struct tnum t = {value, mask};
				uint64_t want = from, got;

				while (want < 64 && (want & ~mask) != value)
					want++;
				assert_int_equal(tnum_next(t, from, &got), want < 64);
				if (want < 64)
					assert_int_equal(got, want);
			}
}

static void test_range(void **state)
{
	for (uint64_t base = 0; base < 2; base++)
		for (uint64_t lo = 0; lo < 64; lo++)
			for (uint64_t hi = lo; hi < 64; hi++) {
				uint64_t off = base ? (UINT64_C(1) << 32) - 20 : 0;
				struct tnum t = tnum_range(lo + off, hi + off), best = tnum_const(lo + off);

				for (uint64_t v = lo; v <= hi; v++)
					best = tnum_union(best, tnum_const(v + off));
				assert_int_equal(t.value, best.value);
				assert_int_equal(t.mask, best.mask);
			}
	assert_int_equal(tnum_range(0, UINT64_MAX).mask, UINT64_MAX);
	assert_int_equal(tnum_range(7, 7).mask, 0);
	assert_true(tnum_is_aligned((struct tnum){16, 0xe0}, 16));
	assert_false(tnum_is_aligned((struct tnum){16, 0xe8}, 16));
	assert_true(tnum_is_aligned(tnum_unknown(), 0));
}

const struct CMUnitTest tnum_tests[] = {
	cmocka_unit_test(test_pairs), cmocka_unit_test(test_shifts), cmocka_unit_test(test_range), cmocka_unit_test(test_next),
};
const size_t tnum_tests_n = ARRAY_LEN(tnum_tests);
