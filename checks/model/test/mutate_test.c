// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * mutate: the reader on damaged text, the same damage in every run. From every case some thousand variants are made:
 * bytes changed, ranges dropped, doubled and swapped, lines moved, numbers exchanged, two cases mixed. None may crash,
 * hang or break what try_model.h demands.
 */
#include "model_test.h"
#include "try_model.h"

static uint64_t next_random(void)
{
	static uint64_t x = UINT64_C(0x2545f4914f6cdd1d);

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

static size_t below(size_t n)
{
	return n ? next_random() % n : 0;
}

static const char *const pieces[] = {
	"\n", " ", ".", "$", "@", "%", "0", "18446744073709551615", "-9223372036854775808", "4294967295", "\"", ";", ":", "!",
	"end\n", "none", "undef", "\ttype 1\n", "type x = ptr of x\n", "%0", ".b0", "size 0", "struct", "\\x01", "//", "#1", "999999",
	"\0", "\xff", "= load.32 %1\n", "align 3", "jmp .b0\n", "unreachable\n",
};

static void mutate_once(struct text *t, const struct test_case *other)
{
	struct text out = {0};
	size_t a = below(t->n + 1), b = a + below(t->n - a + 1) % 60, from = below(other->n), more = below(other->n - from) % 200;

	if (b > t->n)
		b = t->n;
	text_addn(&out, t->s, a);
	switch (next_random() % 6) {
	case 0: /* drop a..b */
		break;
	case 1: /* double a..b */
		text_addn(&out, t->s + a, b - a);
		text_addn(&out, t->s + a, b - a);
		break;
	case 2: { /* put something known there */
		const char *piece = pieces[below(ARRAY_LEN(pieces))];

		text_addn(&out, piece, *piece ? strlen(piece) : 1);
		b = next_random() % 2 ? a : b;
		break;
	}
	case 3: { /* another byte */
		char c = (char)next_random();

		text_addn(&out, &c, 1);
		b = a < t->n ? a + 1 : a;
		break;
	}
	case 4: /* something from another case */
		text_addn(&out, other->text + from, more);
		b = a;
		break;
	default: { /* a digit becomes another */
		for (b = a; b < t->n && !(t->s[b] >= '0' && t->s[b] <= '9'); b++)
			text_addn(&out, t->s + b, 1);
		if (b < t->n) {
			char c = (char)('0' + next_random() % 10);

			text_addn(&out, &c, 1);
			b++;
		}
	}
	}
	text_addn(&out, t->s + b, t->n - b);
	text_free(t);
	*t = out;
}

static void test_mutations(void **state)
{
	static const char *const folders[] = {"good", "bad", "usage"};
	unsigned tried = 0, models = 0, valid_models = 0;

	for (unsigned f = 0; f < ARRAY_LEN(folders); f++) {
		struct test_cases cases = cases_load(folders[f]);

		for (uint32_t i = 0; i < cases.all.n; i++)
			for (int round = 0; round < (f == 1 ? 150 : 1500); round++) {
				struct text t = {0};
				bool valid = false;

				text_addn(&t, cases.all.at[i].text, cases.all.at[i].n);
				for (uint64_t k = 1 + next_random() % 3; k > 0; k--)
					mutate_once(&t, &cases.all.at[below(cases.all.n)]);
				models += try_model(t.s, t.n, &valid);
				valid_models += valid;
				tried++;
				text_free(&t);
			}
		cases_free(&cases);
	}
	print_message("%u texts, %u of them models, %u of these valid\n", tried, models, valid_models);
	assert_true(models > tried / 20 && models < tried);
	assert_true(valid_models > 0);
}

/* Every prefix of a model is refused or read, quickly. */
static void test_prefixes(void **state)
{
	struct test_cases cases = cases_load("good");
	bool valid;

	for (uint32_t i = 0; i < cases.all.n; i++)
		for (size_t n = 0; n <= cases.all.at[i].n; n++)
			try_model(cases.all.at[i].text, n, &valid);
	cases_free(&cases);
}

const struct CMUnitTest mutate_tests[] = {cmocka_unit_test(test_mutations), cmocka_unit_test(test_prefixes)};
const size_t mutate_tests_n = ARRAY_LEN(mutate_tests);
