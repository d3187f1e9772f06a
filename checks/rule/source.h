// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * source: the main file as the user wrote it, cut into tokens: enough to find where a statement begins and ends, and nothing more. Text
 * that is not what it seems (macros, directives in the middle) is answered with "cannot tell".
 */
#ifndef BPFPROOF_SOURCE_H
#define BPFPROOF_SOURCE_H

#include "model/model.h"

#define NO_TOKEN UINT32_MAX

struct token {
	uint32_t at, n;    /* bytes of the text */
	uint32_t open;     /* the bracket that it stands in, or NO_TOKEN; a closing one stands outside of its pair */
	char kind;         /* 'a' word or number, '"' string, '#' directive, else the punctuation's first character */
};

struct source {
	const char *text;
	uint32_t n;
	VEC(struct token) tokens;
};

/* False when the front end gave no text, or brackets do not match. */
bool source_read(const struct unit *u, struct source *s);
void source_free(struct source *s);

uint32_t source_token(const struct source *s, uint32_t line, uint32_t col); /* the one that begins there, or NO_TOKEN */
bool source_is(const struct source *s, uint32_t token, const char *word);
/* The statement that a token is part of; NO_TOKEN when it is in no plain block. */
uint32_t source_begin(const struct source *s, uint32_t token); /* its first token */
uint32_t source_end(const struct source *s, uint32_t token);   /* its ';' */
uint32_t source_pair(const struct source *s, uint32_t close);  /* the bracket that this one closes */
bool source_mentions(const struct source *s, const char *word); /* anywhere in the file's code, directives too */

struct pos source_pos(const struct unit *u, const struct source *s, uint32_t at); /* of a byte */
const char *source_indent(struct arena *a, const struct source *s, uint32_t at);  /* the white space that begins its line */

#endif
