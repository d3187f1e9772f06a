// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * messages: finds the row of messages.def that a line of the kernel's fits. A pattern is pieces with %s between them; the first
 * piece must stand at the start, the last one at the end, and each other one is taken where it first fits, which is right
 * because a %s takes anything. So nothing is ever tried twice, and a line costs no more than its length times a pattern's.
 */
#include "kernel/messages.h"
#include "kernel/kernel.h"

#include <stdlib.h>

enum class_id {
#define CLASS(id, ...) CLASS_##id,
#include "kernel/messages.def"
	CLASSES
};

static const struct message_class classes[] = {
#define CLASS(id, name, rule, call_rule, about, why, fix) [CLASS_##id] = {name, rule, call_rule, about, why, fix},
#include "kernel/messages.def"
};

static const struct message messages[] = {
#define MESSAGE(id, pattern, why, fix) {MESSAGE_REASON, false, true, pattern, &classes[CLASS_##id], why, fix},
#define UNPREDICTED(id, pattern, why, fix) {MESSAGE_REASON, false, false, pattern, &classes[CLASS_##id], why, fix},
#define SUMMARY(id, pattern, why, fix) {MESSAGE_SUMMARY, false, true, pattern, &classes[CLASS_##id], why, fix},
#define ELSEWHERE(id, pattern, why, fix) {MESSAGE_REASON, true, true, pattern, &classes[CLASS_##id], why, fix},
#define UNPREDICTED_ELSEWHERE(id, pattern, why, fix) {MESSAGE_REASON, true, false, pattern, &classes[CLASS_##id], why, fix},
#define SUMMARY_ELSEWHERE(id, pattern, why, fix) {MESSAGE_SUMMARY, true, true, pattern, &classes[CLASS_##id], why, fix},
#define TRACE(pattern, what) {MESSAGE_TRACE, false, false, pattern, NULL, what, NULL},
#define PART(pattern, what) {MESSAGE_PART, false, false, pattern, NULL, what, NULL},
#include "kernel/messages.def"
};

const struct message *kernel_message_at(size_t i)
{
	return i < ARRAY_LEN(messages) ? &messages[i] : NULL;
}

const struct message_class *kernel_message_class_at(size_t i)
{
	return i < ARRAY_LEN(classes) ? &classes[i] : NULL;
}

const char *kernel_message_rule(const struct message *m, bool call)
{
	const struct message_class *c = m ? m->class : NULL;

	return !c || !m->predicted ? NULL : call && c->call_rule ? c->call_rule : c->rule;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static void add_arg(struct message_match *m, const char *from, const char *to, char kind)
{
	if (m->nargs < MESSAGE_ARGS)
		m->arg[m->nargs++] = (struct message_arg){from, (uint32_t)(to - from), kind};
}

/* Behind the number that stands at s; s itself when none does. */
static const char *number_end(const char *s, const char *end, char kind)
{
	const char *p = s;

	if (kind == 'x') {
		if (end - p > 2 && p[0] == '0' && (p[1] | 32) == 'x')
			p += 2;
		while (p < end && is_hex(*p))
			p++;
		return p;
	}
	if (p < end && *p == '-')
		p++;
	if (p == end || !is_digit(*p))
		return s;
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/* One piece, up to the next %s or the end of the pattern. Returns where it ends in the line, or NULL; *next is the rest of the pattern. */
static const char *piece_at(const char *pattern, const char *s, const char *end, struct message_match *m, const char **next)
{
	const char *p = pattern;

	while (*p && !(p[0] == '%' && p[1] == 's')) {
		if (p[0] == '%' && p[1]) {
			const char *to = number_end(s, end, p[1]);

			if (to == s)
				return NULL;
			add_arg(m, s, to, p[1]);
			s = to;
			p += 2;
		} else {
			if (s == end || *s != *p)
				return NULL;
			s++;
			p++;
		}
	}
	*next = p;
	return s;
}

bool kernel_message_fits(const char *pattern, const char *line, size_t n, struct message_match *m)
{
	const char *end = line + n, *s, *next;

	m->nargs = 0;
	s = piece_at(pattern, line, end, m, &next);
	while (s && *next) {
		const char *from = s, *piece = next + 2;
		uint32_t arg = m->nargs;

		if (!*piece) {
			add_arg(m, from, end, 's');
			return true;
		}
		for (const char *try = from;; try++) {
			if (try > end)
				return false;
			m->nargs = arg;
			add_arg(m, from, try, 's');
			s = piece_at(piece, try, end, m, &next);
			if (s && (*next || s == end))
				break;
		}
	}
	return s == end;
}

/* How much of a pattern is fixed. */
static size_t letters(const char *pattern)
{
	size_t n = 0;

	for (; *pattern; pattern++)
		if (pattern[0] == '%' && pattern[1])
			pattern++;
		else
			n++;
	return n;
}

struct message_match kernel_message_match(const char *line, size_t n)
{
	struct message_match best = {0}, m;
	size_t most = 0;

	for (size_t i = 0; i < ARRAY_LEN(messages); i++) {
		const char *p = messages[i].pattern;

		if (messages[i].kind == MESSAGE_PART || (*p != '%' && (!n || *p != *line)))
			continue;
		if (!kernel_message_fits(p, line, n, &m) || (best.message && letters(p) <= most))
			continue;
		best = m;
		best.message = &messages[i];
		most = letters(p);
	}
	return best;
}

int64_t kernel_message_number(const struct message_match *m, uint32_t i)
{
	char digits[32];
	size_t n;

	if (i >= m->nargs || m->arg[i].kind == 's')
		return 0;
	n = m->arg[i].n < sizeof(digits) - 1 ? m->arg[i].n : sizeof(digits) - 1;
	memcpy(digits, m->arg[i].at, n);
	digits[n] = '\0';
	return strtoll(digits, NULL, m->arg[i].kind == 'x' ? 16 : 10);
}

/* What a number stands for, or NULL. */
static const char *number_name(char what, uint32_t number, const char *(*reg)(uint32_t, void *), void *user)
{
	const struct map_facts *map = what == 'M' ? kernel_map((enum map_type)number) : NULL;
	const struct prog_facts *prog = what == 'P' ? kernel_prog((enum prog_type)number) : NULL;

	return what == 'R' ? reg(number, user) : map ? map->name : prog ? prog->name : NULL;
}

static void add_capture(const struct message_match *m, uint32_t i, char what, const char *(*reg)(uint32_t, void *), void *user, struct text *out)
{
	const struct message_arg *a = &m->arg[i];
	const char *name = what && a->kind == 'd' ? number_name(what, (uint32_t)kernel_message_number(m, i), reg, user) : NULL;
	uint32_t skip = 0;

	if (name) {
		text_add(out, name);
		return;
	}
	while (skip < a->n && a->at[skip] == ' ')
		skip++;
	text_addn(out, a->at + skip, a->n - skip);
}

static bool is_one(const struct message_arg *a)
{
	return a->n == 1 && *a->at == '1';
}

void kernel_message_words(const struct message_match *m, const char *words, const char *(*reg)(uint32_t number, void *user), void *user,
			  struct text *out)
{
	for (const char *p = words; *p; p++) {
		char what = p[0] == '{' && p[1] && strchr("RMP", p[1]) ? p[1] : '\0';
		const char *digit = p + 1 + (what != '\0');

		if (p[0] == '{' && is_digit(*digit) && digit[1] == '}' && (uint32_t)(*digit - '1') < m->nargs) {
			add_capture(m, (uint32_t)(*digit - '1'), what, reg, user, out);
			p = digit + 1;
			if (!strncmp(p + 1, " bytes", 6) && is_one(&m->arg[*digit - '1'])) {
				text_add(out, " byte");
				p += strlen(" bytes");
			}
		} else {
			text_addn(out, p, 1);
		}
	}
}
