// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * source: see source.h. Every token knows the bracket that it stands in, so that siblings in a block are those with the same one, and the
 * ';' of a for is none of them.
 */
#include <ctype.h>

#include "rule/source.h"

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$';
}

static uint32_t skip_quoted(const struct source *s, uint32_t at)
{
	char quote = s->text[at++];

	while (at < s->n && s->text[at] != quote && s->text[at] != '\n')
		at += s->text[at] == '\\' && at + 1 < s->n ? 2 : 1;
	return at < s->n ? at + 1 : s->n;
}

static uint32_t skip_directive(const struct source *s, uint32_t at)
{
	while (at < s->n && s->text[at] != '\n')
		at += s->text[at] == '\\' && at + 1 < s->n ? 2 : 1;
	return at;
}

/* Where the next token begins; comments and white space are behind us then. */
static uint32_t skip_blank(const struct source *s, uint32_t at, bool *line_start)
{
	for (;;) {
		if (at < s->n && isspace((unsigned char)s->text[at])) {
			*line_start |= s->text[at++] == '\n';
		} else if (at + 1 < s->n && s->text[at] == '/' && s->text[at + 1] == '/') {
			at = skip_directive(s, at);
		} else if (at + 1 < s->n && s->text[at] == '/' && s->text[at + 1] == '*') {
			for (at += 2; at + 1 < s->n && !(s->text[at] == '*' && s->text[at + 1] == '/'); at++)
				;
			at = at + 1 < s->n ? at + 2 : s->n;
		} else {
			return at;
		}
	}
}

static uint32_t token_end(const struct source *s, uint32_t at, bool line_start, char *kind)
{
	uint32_t end = at;

	*kind = s->text[at];
	if (*kind == '#' && line_start)
		return skip_directive(s, at);
	if (*kind == '"' || *kind == '\'') {
		*kind = '"';
		return skip_quoted(s, at);
	}
	while (end < s->n && is_word(s->text[end]))
		end++;
	if (end > at) {
		*kind = 'a';
		return end;
	}
	if (*kind == '-' && at + 1 < s->n && s->text[at + 1] == '>')
		return at + 2;
	return at + 1;
}

static bool match_brackets(struct source *s)
{
	uint32_t open = NO_TOKEN;

	for (uint32_t i = 0; i < s->tokens.n; i++) {
		struct token *t = &s->tokens.at[i];
		char kind = t->kind, want = kind == ')' ? '(' : kind == ']' ? '[' : '{';

		if (kind == ')' || kind == ']' || kind == '}') {
			if (open == NO_TOKEN || s->tokens.at[open].kind != want)
				return false;
			open = s->tokens.at[open].open;
		}
		t->open = open;
		if (kind == '(' || kind == '[' || kind == '{')
			open = i;
	}
	return open == NO_TOKEN;
}

bool source_read(const struct unit *u, struct source *s)
{
	bool line_start = true;

	memset(s, 0, sizeof *s);
	if (!u->text || u->text_size > UINT32_MAX / 2)
		return false;
	s->text = u->text;
	s->n = (uint32_t)u->text_size;
	for (uint32_t at = skip_blank(s, 0, &line_start); at < s->n; at = skip_blank(s, at, &line_start)) {
		struct token t = {.at = at};

		at = token_end(s, at, line_start, &t.kind);
		t.n = at - t.at;
		line_start = false;
		vec_push(&s->tokens, t);
	}
	if (match_brackets(s))
		return true;
	source_free(s);
	return false;
}

void source_free(struct source *s)
{
	vec_free(&s->tokens);
}

uint32_t source_token(const struct source *s, uint32_t line, uint32_t col)
{
	uint32_t at = 0;

	while (line > 1 && at < s->n)
		line -= s->text[at++] == '\n';
	at += col - 1;
	for (uint32_t lo = 0, hi = s->tokens.n; lo < hi; ) {
		uint32_t mid = (lo + hi) / 2;

		if (s->tokens.at[mid].at == at)
			return mid;
		if (s->tokens.at[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NO_TOKEN;
}

bool source_is(const struct source *s, uint32_t token, const char *word)
{
	const struct token *t = token < s->tokens.n ? &s->tokens.at[token] : NULL;

	return t && t->n == strlen(word) && !memcmp(s->text + t->at, word, t->n);
}

bool source_mentions(const struct source *s, const char *word)
{
	size_t n = strlen(word);

	for (uint32_t i = 0; i < s->tokens.n; i++) {
		const struct token *t = &s->tokens.at[i];

		for (uint32_t k = 0; t->kind == '#' && k + n <= t->n; k++)
			if (!memcmp(s->text + t->at + k, word, n))
				return true;
		if (t->kind == 'a' && source_is(s, i, word))
			return true;
	}
	return false;
}

uint32_t source_pair(const struct source *s, uint32_t close)
{
	for (uint32_t i = close; i-- > 0; )
		if (s->tokens.at[i].open == s->tokens.at[close].open)
			return i;
	return NO_TOKEN;
}

/* Is this '{' the beginning of statements, not of an initialiser, a record or a statement expression? */
static bool is_block(const struct source *s, uint32_t brace)
{
	if (s->tokens.at[brace].kind != '{' || !brace)
		return false;
	switch (s->tokens.at[brace - 1].kind) {
	case ')': { /* of "if (...)" or "main(...)", not of a cast */
		uint32_t pair = source_pair(s, brace - 1);

		return pair && pair != NO_TOKEN && s->tokens.at[pair - 1].kind == 'a' && !source_is(s, pair - 1, "return") && !source_is(s, pair - 1, "sizeof");
	}
	case ';': case '{': case '}': case ':':
		return true;
	default:
		return source_is(s, brace - 1, "else") || source_is(s, brace - 1, "do");
	}
}

/* The token of the innermost block that `token` is in or under; *block is the block's '{'. */
static uint32_t in_block(const struct source *s, uint32_t token, uint32_t *block)
{
	*block = s->tokens.at[token].open;
	while (*block != NO_TOKEN && !is_block(s, *block)) {
		if (s->tokens.at[*block].kind == '{' && *block && s->tokens.at[*block - 1].kind == '(')
			return NO_TOKEN; /* statement expression */
		token = *block;
		*block = s->tokens.at[token].open;
	}
	return *block == NO_TOKEN ? NO_TOKEN : token;
}

uint32_t source_begin(const struct source *s, uint32_t token)
{
	uint32_t block, first = in_block(s, token, &block);

	if (first == NO_TOKEN)
		return NO_TOKEN;
	for (uint32_t i = first; i-- > block + 1; ) {
		const struct token *t = &s->tokens.at[i];

		if (t->kind == '#')
			return NO_TOKEN;
		if (t->open != block)
			continue;
		if (t->kind == ';')
			break;
		if (t->kind == '}' && s->tokens.at[i + 1].kind != ',' && s->tokens.at[i + 1].kind != ';' && s->tokens.at[i + 1].kind != ')')
			break;
		first = i;
	}
	return first;
}

uint32_t source_end(const struct source *s, uint32_t token)
{
	uint32_t block, first = in_block(s, token, &block);

	for (uint32_t i = first; first != NO_TOKEN && i < s->tokens.n; i++) {
		if (s->tokens.at[i].kind == '#')
			return NO_TOKEN;
		if (s->tokens.at[i].open == block && s->tokens.at[i].kind == ';')
			return i;
		if (s->tokens.at[i].open == s->tokens.at[block].open && i > block)
			return NO_TOKEN; /* the block ends first */
	}
	return NO_TOKEN;
}

struct pos source_pos(const struct unit *u, const struct source *s, uint32_t at)
{
	struct pos p = {.file = u->file, .line = 1, .col = 1};

	for (uint32_t i = 0; i < at && i < s->n; i++) {
		p.col++;
		if (s->text[i] == '\n') {
			p.line++;
			p.col = 1;
		}
	}
	return p;
}

const char *source_indent(struct arena *a, const struct source *s, uint32_t at)
{
	uint32_t begin = at, end;

	while (begin && s->text[begin - 1] != '\n')
		begin--;
	for (end = begin; end < at && (s->text[end] == ' ' || s->text[end] == '\t'); end++)
		;
	return arena_printf(a, "%.*s", (int)(end - begin), s->text + begin);
}
