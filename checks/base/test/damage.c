// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * damage: a text is tokens, lines, and groups of lines. Pieces of one kind are dropped, doubled, swapped, moved and put in the place
 * of others of their kind, from the same text or another one; numbers become edge cases. What comes of it parses far more
 * often than what comes of changed bytes, so the fuzzers get behind the parser.
 */
#include "damage.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t room); /* bytes, from libFuzzer */

struct source { const char *s; size_t n; };
struct piece { size_t from, to; };

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static size_t below(uint32_t *seed, size_t n)
{
	return n ? next_random(seed) % n : 0;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("_.$@%", c);
}

/* The word at `at` or the next one. Numbers: only such as begin with a digit. */
static struct piece word(struct source t, size_t at, bool number)
{
	struct piece p;

	while (at > 0 && at < t.n && t.s[at] && is_word(t.s[at]) && is_word(t.s[at - 1]) && t.s[at - 1])
		at--;
	for (p.from = at; p.from < t.n; p.from = p.to + 1) {
		for (p.to = p.from; p.to < t.n && t.s[p.to] && is_word(t.s[p.to]); p.to++)
			;
		if (p.to > p.from && (!number || (t.s[p.from] >= '0' && t.s[p.from] <= '9')))
			return p;
	}
	return (struct piece){t.n, t.n};
}

static size_t line_start(struct source t, size_t at)
{
	while (at > 0 && t.s[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(struct source t, size_t at)
{
	while (at < t.n && t.s[at] != '\n')
		at++;
	return at < t.n ? at + 1 : at;
}

static struct piece lines(struct source t, size_t at, size_t count)
{
	struct piece p = {line_start(t, at), at};

	while (count--)
		p.to = line_end(t, p.to);
	return p;
}

/* From the line at `at` to the one that closes what it opens: a block in braces, or up to "end". */
static struct piece group(struct source t, size_t at)
{
	struct piece p = {line_start(t, at), 0};
	int depth = 0;

	for (p.to = p.from; p.to < t.n;) {
		size_t from = p.to;

		p.to = line_end(t, from);
		for (size_t i = from; i < p.to; i++)
			depth += (t.s[i] == '{') - (t.s[i] == '}');
		if (depth <= 0 && memchr(t.s + from, '}', p.to - from))
			break;
		if (p.to - from == 4 && !memcmp(t.s + from, "end\n", 4))
			break;
		if (!depth && p.from == from && !memchr(t.s + from, ':', p.to - from) && memchr(t.s + from, ';', p.to - from))
			break;
	}
	return p;
}

enum unit { UNIT_WORD, UNIT_NUMBER, UNIT_LINE, UNIT_LINES, UNIT_GROUP, UNITS };

static struct piece pick(struct source t, enum unit u, uint32_t *seed)
{
	size_t at = below(seed, t.n);

	switch (u) {
	case UNIT_WORD: return word(t, at, false);
	case UNIT_NUMBER: return word(t, at, true);
	case UNIT_LINE: return lines(t, at, 1);
	case UNIT_LINES: return lines(t, at, 2 + below(seed, 6));
	default: return group(t, at);
	}
}

static const char *const edges[] = {
	"0", "1", "2", "3", "4", "7", "8", "9", "15", "16", "31", "32", "33", "63", "64", "127", "128", "255", "256", "511", "512", "513", "4095",
	"4096", "32767", "32768", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
	"9223372036854775808", "18446744073709551615", "-1", "-2", "-8", "-128", "-32768", "-2147483648", "-9223372036854775808",
};

/* The text with what stands in `p` replaced. */
static void replace(struct text *out, struct source t, struct piece p, const char *by, size_t n)
{
	text_addn(out, t.s, p.from);
	text_addn(out, by, n);
	text_addn(out, t.s + p.to, t.n - p.to);
}

static void change(struct text *out, struct source t, struct source from, uint32_t *seed)
{
	enum unit u = (enum unit)below(seed, UNITS);
	struct piece a = pick(t, u, seed), b = pick(from, u, seed);
	const char *edge = edges[below(seed, ARRAY_LEN(edges))];
	size_t end = below(seed, 2) ? a.from : a.to;

	switch (below(seed, 6)) {
	case 0: /* gone */
		replace(out, t, a, "", 0);
		break;
	case 1: /* twice */
		replace(out, t, (struct piece){a.to, a.to}, t.s + a.from, a.to - a.from);
		break;
	case 2: /* in its place another of its kind */
	case 3:
		replace(out, t, a, from.s + b.from, b.to - b.from);
		break;
	case 4: /* another of its kind beside it */
		replace(out, t, (struct piece){end, end}, from.s + b.from, b.to - b.from);
		break;
	default:
		a = pick(t, UNIT_NUMBER, seed);
		replace(out, t, a, edge, strlen(edge));
	}
}

static size_t deliver(struct text *t, uint8_t *out, size_t room)
{
	size_t n = t->n < room ? t->n : room;

	if (n)
		memcpy(out, t->s, n);
	text_free(t);
	return n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t room, unsigned seed)
{
	uint32_t random = seed * 2654435761u | 1;
	struct text now = {0};

	if (!n || !below(&random, 16))
		return LLVMFuzzerMutate(data, n, room);
	text_addn(&now, (const char *)data, n);
	for (size_t k = 1 + below(&random, 3); k > 0 && now.n; k--) {
		struct source t = {now.s, now.n};
		struct text next = {0};

		change(&next, t, t, &random);
		text_free(&now);
		now = next;
	}
	return deliver(&now, data, room);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_n, const uint8_t *b, size_t b_n, uint8_t *out, size_t room, unsigned seed)
{
	struct source to = {(const char *)a, a_n}, from = {(const char *)b, b_n};
	uint32_t random = seed * 2654435761u | 1;
	struct text mixed = {0};

	change(&mixed, to, from, &random);
	return deliver(&mixed, out, room);
}
