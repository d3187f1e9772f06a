// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* mend: see mend.h. */
#include "compare/mend.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAR = 12 }; /* lines that an access may stand behind the place where it shows */

struct mender {
	struct report *r;
	struct finding *f;
	const struct unit *source;
	const struct lost *lost;
	const char *name;         /* of the variable, or NULL */
	const struct local *local;
	const struct pos *use;
	VEC(char *) lines;        /* of the check's file, [0] is the first */
};

/* ---- text ---- */

static bool read_lines(struct mender *m, const char *path)
{
	FILE *f = path ? fopen(path, "r") : NULL;
	char *line = NULL;
	size_t cap = 0;

	while (f && getline(&line, &cap, f) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		vec_push(&m->lines, line);
		line = NULL;
		cap = 0;
	}
	free(line);
	if (f)
		fclose(f);
	return m->lines.n > 0;
}

static const char *line_at(const struct mender *m, uint32_t line)
{
	return line && line <= m->lines.n ? m->lines.at[line - 1] : "";
}

/* How long it is without blanks and a comment at its end. */
static size_t length(const char *line)
{
	size_t n = strlen(line);

	for (size_t i = 0; i + 1 < n; i++)
		if (line[i] == '/' && (line[i + 1] == '/' || line[i + 1] == '*'))
			n = i;
	while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	return n;
}

static const char *indent(const struct mender *m, uint32_t line)
{
	const char *s = line_at(m, line);

	return arena_printf(m->r->arena, "%.*s", (int)strspn(s, " \t"), s);
}

/* Does a statement begin with this line? Then the last one before it ended. */
static bool begins_statement(const struct mender *m, uint32_t line)
{
	const char *text = line_at(m, line), *before;
	size_t n;

	text += strspn(text, " \t");
	if (!*text || *text == '#' || *text == '}' || !strncmp(text, "else", 4) || !strncmp(text, "case ", 5) || !strncmp(text, "default", 7))
		return false;
	while (--line) {
		before = line_at(m, line);
		n = length(before);
		if (n > strspn(before, " \t"))
			return before[strspn(before, " \t")] != '#' && strchr(";{}:", before[n - 1]);
	}
	return false;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static const char *find_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || !is_word(at[-1])) && !is_word(at[n]))
			return at;
	return NULL;
}

/* ---- edits ---- */

static const char *hiding(const struct mender *m)
{
	return arena_printf(m->r->arena, "asm volatile(\"\" : \"+r\"(%s));", m->name);
}

static struct fix *offer(const struct mender *m, const char *title)
{
	return report_fix(m->r, m->f, &m->f->pos, title);
}

static void insert(const struct mender *m, struct fix *x, uint32_t line, uint32_t col, const char *text)
{
	report_edit(m->r, x, &(struct pos){.file = m->f->pos.file, .line = line, .col = col}, text);
}

static void insert_line(const struct mender *m, struct fix *x, uint32_t line, uint32_t like, const char *text)
{
	insert(m, x, line, 1, arena_printf(m->r->arena, "%s%s\n", indent(m, like), text));
}

static bool hide_before(const struct mender *m, uint32_t line, const char *what)
{
	if (!begins_statement(m, line))
		return false;
	insert_line(m, offer(m, arena_printf(m->r->arena, "hide '%s' from the optimiser before %s", m->name, what)), line, line, hiding(m));
	return true;
}

/* ---- a wider variable ---- */

static const struct {
	const char *is, *wide;
	bool is_signed;
} types[] = {
	{"unsigned int", "unsigned long long", false}, {"unsigned", "unsigned long long", false}, {"uint32_t", "uint64_t", false}, {"__u32", "__u64", false},
	{"u32", "u64", false}, {"int32_t", "uint64_t", true}, {"__s32", "__u64", true}, {"s32", "u64", true}, {"int", "unsigned long long", true},
};

static const char *blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* "x > 0 && ...": of a negative number that is cut to nothing the second comparison says the same. */
static bool is_above_zero(const struct mender *m)
{
	const char *at = find_word(line_at(m, m->lost->pos.line), m->name);

	if (!at)
		return false;
	at = blanks(at + strlen(m->name));
	if (*at != '>')
		return false;
	at = blanks(at + 1 + (at[1] == '='));
	return *at == '0' && !is_word(at[1]) && !strncmp(blanks(at + 1), "&&", 2);
}

/* Somebody takes its address, and may count on its size. */
static bool is_pointed_to(const struct mender *m)
{
	for (uint32_t i = m->local->pos.line; i < m->lines.n && m->lines.at[i - 1][0] != '}'; i++)
		for (const char *text = line_at(m, i), *at = text; (at = find_word(at, m->name)); at++)
			if (at > text && at[-1] == '&' && (at - 1 == text || at[-2] != '&'))
				return true;
	return false;
}

static bool widen(const struct mender *m)
{
	const char *text = line_at(m, m->local->pos.line), *type = blanks(text), *behind;
	struct fix *x;

	if (!begins_statement(m, m->lost->pos.line) || is_pointed_to(m) || !length(text) || text[length(text) - 1] != ';')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		size_t n = strlen(types[i].is);
		struct pos at = {.file = m->f->pos.file, .line = m->local->pos.line, .col = (uint32_t)(type - text) + 1};

		behind = blanks(type + n);
		if (strncmp(type, types[i].is, n) || is_word(type[n]) || strncmp(behind, m->name, strlen(m->name)))
			continue;
		behind = blanks(behind + strlen(m->name));
		if ((*behind != ';' && *behind != '=') || strchr(behind, ',') || (types[i].is_signed && !is_above_zero(m)))
			return false;
		at.end_line = at.line;
		at.end_col = at.col + (uint32_t)n;
		x = offer(m, arena_printf(m->r->arena, "make '%s' 64 bits wide and unsigned, and hide it from the optimiser before the check", m->name));
		report_edit(m->r, x, &at, types[i].wide);
		insert_line(m, x, m->lost->pos.line, m->lost->pos.line, hiding(m));
		return true;
	}
	return false;
}

/* ---- a mask ---- */

/* What the comparison leaves, when that is all numbers of some bits; 0: it is not. */
static uint64_t mask_of(const struct mender *m)
{
	const char *at = find_word(line_at(m, m->lost->pos.line), m->name);
	uint64_t most = (uint64_t)m->lost->limit;

	if (!at || !m->lost->has_limit || m->lost->limit <= 0)
		return 0;
	at = blanks(at + strlen(m->name));
	if (*at != '<' && *at != '>')
		return 0;
	most -= (*at == '<') != (at[1] == '='); /* x < limit, x >= limit */
	return most & (most + 1) ? 0 : most;
}

static bool mask(const struct mender *m)
{
	uint64_t bits = mask_of(m);
	struct fix *x;

	if (!bits || !lost_same_file(m->use->file, m->f->pos.file) || !begins_statement(m, m->use->line))
		return false;
	x = offer(m, arena_printf(m->r->arena, "mask '%s' before it is used", m->name));
	insert_line(m, x, m->use->line, m->use->line, hiding(m));
	insert_line(m, x, m->use->line, m->use->line, arena_printf(m->r->arena, "%s &= %llu;", m->name, (unsigned long long)bits));
	return true;
}

/* ---- between and behind ---- */

static bool between(const struct mender *m)
{
	const char *text = line_at(m, m->lost->pos.line), *first = find_word(text, m->name), *both = strstr(text, "&&");

	if (!first || !both || first > both || !find_word(both, m->name))
		return false;
	insert(m, offer(m, arena_printf(m->r->arena, "hide '%s' from the optimiser between the two checks", m->name)), m->lost->pos.line, (uint32_t)(both - text) + 3,
	       arena_printf(m->r->arena, " ({ %s 1; }) &&", hiding(m)));
	return true;
}

static bool behind(const struct mender *m)
{
	static const char *const leave[] = {"return", "continue", "break", "goto"};
	uint32_t line = m->lost->pos.line;
	const char *check = line_at(m, line), *then = blanks(line_at(m, line + 1));
	size_t n = length(check), k = length(line_at(m, line + 1));
	bool leaves = false;

	for (size_t i = 0; i < ARRAY_LEN(leave); i++)
		leaves |= !strncmp(then, leave[i], strlen(leave[i]));
	if (!leaves || !n || check[n - 1] != ')' || line_at(m, line + 1)[k - 1] != ';' || !begins_statement(m, line) || strncmp(blanks(check), "if", 2) ||
	    !strncmp(blanks(line_at(m, line + 2)), "else", 4))
		return false;
	insert_line(m, offer(m, arena_printf(m->r->arena, "hide '%s' from the optimiser behind the check", m->name)), line + 2, line, hiding(m));
	return true;
}

/* ---- accesses to the context ---- */

static const char *context_name(const struct mender *m)
{
	for (uint32_t i = 0; m->f->programs.n && i < m->source->funcs.n; i++) {
		const struct func *f = &m->source->funcs.at[i];

		for (uint32_t l = 0; !strcmp(f->name, m->f->programs.at[0]) && l < f->locals.n; l++)
			if (f->locals.at[l].param == 0)
				return f->locals.at[l].name;
	}
	return NULL;
}

static bool barrier(const struct mender *m)
{
	static const char words[] = "asm volatile(\"\" ::: \"memory\");";
	const char *context = context_name(m), *at;

	for (uint32_t line = m->use->line; context && line <= m->use->line + FAR; line++) {
		const char *text = line_at(m, line);
		size_t n = length(text);
		struct fix *x;

		at = find_word(text, context);
		if (*text == '}')
			return false;
		if (!at || strncmp(at + strlen(context), "->", 2) || text[n - 1] != ';' || !strncmp(blanks(text), "return", 6))
			continue;
		x = offer(m, "keep this access apart from others with a barrier");
		if (begins_statement(m, line))
			insert_line(m, x, line + 1, line, words);
		else
			insert(m, x, line, (uint32_t)n, arena_printf(m->r->arena, ", ({ %s })", words));
		return true;
	}
	return false;
}

/* ---- which ---- */

/* What asm takes for an operand. */
static bool is_variable(const char *name)
{
	for (; name && *name; name++)
		if (!is_word(*name))
			return false;
	return name != NULL;
}

/* The declaration next before the check. */
static const struct local *find_local(const struct mender *m)
{
	const struct local *found = NULL;

	for (uint32_t i = 0; i < m->source->funcs.n; i++)
		for (uint32_t l = 0; l < m->source->funcs.at[i].locals.n; l++) {
			const struct local *x = &m->source->funcs.at[i].locals.at[l];

			if (x->name && !strcmp(x->name, m->name) && x->pos.line && x->pos.line <= m->lost->pos.line && lost_same_file(x->pos.file, m->lost->pos.file) &&
			    (!found || x->pos.line > found->pos.line))
				found = x;
		}
	return found;
}

static bool mend(const struct mender *m, enum mend how)
{
	if (how == MEND_ACCESS)
		return barrier(m);
	if (!m->local)
		return false;
	if (how == MEND_USE)
		return lost_same_file(m->use->file, m->f->pos.file) && hide_before(m, m->use->line, "the use");
	if (m->local->size == 8)
		return hide_before(m, m->lost->pos.line, "the check");
	return (m->local->param < 0 && widen(m)) || mask(m) || between(m) || (how == MEND_BEFORE && hide_before(m, m->lost->pos.line, "the check")) || behind(m);
}

void mend_offer(struct report *r, struct finding *f, const struct unit *source, const struct lost *lost, enum mend how, const struct pos *use)
{
	struct mender m = {.r = r, .f = f, .source = source, .lost = lost, .use = use, .name = is_variable(lost->name) ? lost->name : NULL};

	m.local = m.name ? find_local(&m) : NULL;
	if (read_lines(&m, f->pos.file))
		mend(&m, how);
	for (uint32_t i = 0; i < m.lines.n; i++)
		free(m.lines.at[i]);
	vec_free(&m.lines);
}
