// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* lex: the words of one line of the textual form; see reader.h for how faults are handled. */
#include "model/reader.h"

#include <stdio.h>

void lex_fail(struct reader *r, const char *fmt, ...)
{
	const char *what;
	va_list ap;

	if (r->error)
		return;
	va_start(ap, fmt);
	what = arena_vprintf(r->error_arena, fmt, ap);
	va_end(ap);
	r->error = arena_printf(r->error_arena, "line %u: %s", r->line, what);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word_char(char c)
{
	return is_label_char(c) || c == '-' || c == '+';
}

static bool behind(const struct reader *r)
{
	return r->at >= r->line_end || (r->at[0] == '/' && r->at + 1 < r->line_end && r->at[1] == '/');
}

static void skip_space(struct reader *r)
{
	while (r->at < r->line_end && is_space(*r->at))
		r->at++;
}

bool lex_line(struct reader *r)
{
	while (!r->error && r->next < r->end) {
		const char *nl = memchr(r->next, '\n', (size_t)(r->end - r->next));

		r->at = r->next;
		r->line_end = nl ? nl : r->end;
		r->next = nl ? nl + 1 : r->end;
		r->line++;
		skip_space(r);
		if (!behind(r))
			return true;
	}
	return false;
}

bool lex_done(struct reader *r)
{
	skip_space(r);
	return r->error || behind(r) || *r->at == ';';
}

bool lex_char(struct reader *r, char c)
{
	skip_space(r);
	if (r->error || behind(r) || *r->at != c)
		return false;
	r->at++;
	return true;
}

void lex_expect(struct reader *r, char c)
{
	if (!lex_char(r, c))
		lex_fail(r, "expected '%c'", c);
}

static size_t span(const struct reader *r, bool (*good)(char))
{
	size_t n = 0;

	while (r->at + n < r->line_end && good(r->at[n]))
		n++;
	return n;
}

static bool label_char(char c)
{
	return is_label_char(c);
}

size_t lex_word(struct reader *r, const char **s)
{
	size_t n;

	skip_space(r);
	n = r->error ? 0 : span(r, is_word_char);
	*s = r->at;
	r->at += n;
	return n;
}

size_t lex_label(struct reader *r, const char **s)
{
	size_t n;

	skip_space(r);
	n = r->error ? 0 : span(r, label_char);
	if (!n)
		lex_fail(r, "expected a label");
	*s = r->at;
	r->at += n;
	return n;
}

bool lex_keyword(struct reader *r, const char *word)
{
	const char *s, *before;
	size_t n;

	skip_space(r);
	before = r->at;
	n = lex_word(r, &s);
	if (n == strlen(word) && !memcmp(s, word, n))
		return true;
	r->at = before;
	return false;
}

static int digit_of(char c, int base)
{
	int v = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;

	return v < base ? v : -1;
}

bool lex_number(struct reader *r, uint64_t *v)
{
	const char *s;
	bool negative, any = false;
	int base = 10, digit;

	skip_space(r);
	*v = 0;
	s = r->at;
	negative = s < r->line_end && *s == '-';
	s += negative;
	if (r->line_end - s > 2 && s[0] == '0' && s[1] == 'x') {
		base = 16;
		s += 2;
	}
	for (; s < r->line_end && (digit = digit_of(*s, base)) >= 0; s++) {
		if (__builtin_mul_overflow(*v, (uint64_t)base, v) || __builtin_add_overflow(*v, (uint64_t)digit, v))
			lex_fail(r, "number does not fit in 64 bits");
		any = true;
	}
	if (r->error || !any)
		return false;
	if (negative && *v > UINT64_C(1) << 63)
		lex_fail(r, "number does not fit in 64 bits");
	if (negative)
		*v = -*v;
	r->at = s;
	return true;
}

uint64_t lex_natural(struct reader *r, uint64_t most)
{
	uint64_t v = 0;
	const char *before;

	skip_space(r);
	before = r->at;
	if (!lex_number(r, &v) || *before == '-')
		lex_fail(r, "expected a number");
	else if (v > most)
		lex_fail(r, "number is too large");
	return r->error ? 0 : v;
}

int64_t lex_integer(struct reader *r)
{
	uint64_t v = 0;

	lex_char(r, '+');
	if (!lex_number(r, &v))
		lex_fail(r, "expected a number");
	return (int64_t)v;
}

/* The character behind a backslash; 0 and a fault when there is none such. */
static char escaped(struct reader *r)
{
	char c = r->at < r->line_end ? *r->at++ : '\0';
	int high, low;

	switch (c) {
	case '"':
	case '\\':
		return c;
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'x':
		high = r->line_end - r->at >= 2 ? digit_of(r->at[0], 16) : -1;
		low = high >= 0 ? digit_of(r->at[1], 16) : -1;
		if (low >= 0 && (high || low)) {
			r->at += 2;
			return (char)(high * 16 + low);
		}
		/* fall through */
	default:
		lex_fail(r, "unknown escape in a string");
		return '\0';
	}
}

const char *lex_string(struct reader *r)
{
	struct text s = {0};
	const char *kept;

	if (!lex_char(r, '"'))
		return NULL;
	while (!r->error && r->at < r->line_end && *r->at != '"') {
		char c = *r->at++;

		if (c == '\\')
			c = escaped(r);
		if (!c)
			lex_fail(r, "zero byte in a string");
		text_addn(&s, &c, 1);
	}
	if (!r->error && r->at >= r->line_end)
		lex_fail(r, "string does not end");
	r->at++;
	kept = r->error ? NULL : intern_strn(r->u->names, s.s ? s.s : "", s.n);
	text_free(&s);
	return kept;
}

/* "file:" or nothing: the main file. A position's line number ends in a colon, too, so a file is not a number. */
static const char *read_file(struct reader *r)
{
	const char *s;
	uint32_t index;
	size_t n;

	if (lex_char(r, '?')) {
		lex_expect(r, ':');
		return NULL;
	}
	skip_space(r);
	if (r->at < r->line_end && is_digit(*r->at))
		return r->u->file;
	n = lex_label(r, &s);
	index = r->error ? NO_SYMBOL : symbols_find(&r->files, s, n);
	if (index == NO_SYMBOL) {
		lex_fail(r, "unknown file in a position");
		return NULL;
	}
	lex_expect(r, ':');
	return r->paths.at[index];
}

static void read_pos(struct reader *r, struct pos *pos)
{
	pos->file = read_file(r);
	pos->line = (uint32_t)lex_natural(r, UINT32_MAX);
	lex_expect(r, ':');
	pos->col = (uint32_t)lex_natural(r, UINT32_MAX);
	if (lex_char(r, '-')) {
		pos->end_line = pos->line;
		pos->end_col = (uint32_t)lex_natural(r, UINT32_MAX);
		if (lex_char(r, ':')) {
			pos->end_line = pos->end_col;
			pos->end_col = (uint32_t)lex_natural(r, UINT32_MAX);
		}
	}
	if (lex_keyword(r, "in")) {
		const char *s;
		size_t n;

		skip_space(r);
		pos->macro = lex_string(r);
		if (!pos->macro && (n = lex_label(r, &s)))
			pos->macro = intern_strn(r->u->names, s, n);
	}
}

void lex_end(struct reader *r, struct pos *pos)
{
	struct pos here = {0};

	if (lex_char(r, ';'))
		read_pos(r, &here);
	skip_space(r);
	if (!r->error && !behind(r))
		lex_fail(r, "did not expect '%.*s'", (int)(r->line_end - r->at < 20 ? r->line_end - r->at : 20), r->at);
	if (pos)
		*pos = here;
}

int lex_choice(struct reader *r, const char *const *words, const char *what)
{
	const char *s;
	size_t n = lex_word(r, &s);
	int i = find_word(words, s, n);

	if (i == NO_WORD)
		lex_fail(r, "'%.*s' is no %s", (int)(n < 40 ? n : 40), s, what);
	return i == NO_WORD ? 0 : i;
}

bool lex_flag(struct reader *r, const struct word *words, uint32_t *flags)
{
	const char *before, *s;
	uint32_t bits;
	size_t n;

	skip_space(r);
	before = r->at;
	n = lex_word(r, &s);
	bits = find_flag(words, s, n);
	if (bits)
		*flags |= bits;
	else
		r->at = before;
	return bits != 0;
}

type_id lex_type(struct reader *r)
{
	const char *s;
	size_t n = lex_label(r, &s);
	uint32_t id = n ? symbols_find(&r->types, s, n) : 0;

	if (id == NO_SYMBOL) {
		lex_fail(r, "unknown type '%.*s'", (int)(n < 60 ? n : 60), s);
		return 0;
	}
	return id;
}

type_id lex_of_type(struct reader *r)
{
	return lex_char(r, ':') ? lex_type(r) : 0;
}

bool lex_object(struct reader *r, enum object_kind *kind, uint32_t *index)
{
	const char *s;
	size_t n = lex_label(r, &s);
	uint32_t found = n ? symbols_find(&r->objects, s, n) : NO_SYMBOL;

	if (found == NO_SYMBOL) {
		lex_fail(r, "unknown '@%.*s'", (int)(n < 60 ? n : 60), s);
		return false;
	}
	*kind = (enum object_kind)(found & 3);
	*index = found >> 2;
	return true;
}
