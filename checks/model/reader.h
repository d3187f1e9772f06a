// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the parts of the reader share. Inside the folder only.
 *
 * The reader goes through the text line by line. The first fault is kept, with its line; after it every function
 * does nothing and returns nothing, so only loops have to look whether there was one. Nothing that is allocated is
 * larger than a small multiple of the text.
 */
#ifndef BPFPROOF_MODEL_READER_H
#define BPFPROOF_MODEL_READER_H

#include "model/bir.h"

enum object_kind { OBJECT_MAP, OBJECT_GLOBAL, OBJECT_FUNC };

struct reader {
	struct unit *u;
	const char *next, *end;      /* of the text: what follows the line at hand */
	const char *at, *line_end;   /* what is left of the line */
	uint32_t line;
	struct arena *scratch;
	struct symbols files, types, objects; /* objects: see object_index() */
	VEC(const char *) paths;
	VEC(type_id) unsized;        /* arrays that did not say their size */
	VEC(uint8_t) bytes;
	const char *error;
	struct arena *error_arena;

	/* of the function at hand */
	struct func *f;
	struct symbols locals, blocks;
};

/* ---- lex.c ---- */

void lex_fail(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool lex_line(struct reader *r);                  /* on to the next line that says something; false: no more, or a fault */
bool lex_done(struct reader *r);                  /* nothing left of the line but a position */
bool lex_char(struct reader *r, char c);          /* takes c when it comes next */
bool lex_keyword(struct reader *r, const char *word);
void lex_expect(struct reader *r, char c);
size_t lex_word(struct reader *r, const char **s);  /* a keyword or flag; 0: none */
size_t lex_label(struct reader *r, const char **s); /* 0 and a fault: none */
bool lex_number(struct reader *r, uint64_t *v);   /* false: none; two's complement when negative */
uint64_t lex_natural(struct reader *r, uint64_t most);
int64_t lex_integer(struct reader *r);
const char *lex_string(struct reader *r);         /* interned; NULL: none */
void lex_end(struct reader *r, struct pos *pos);  /* the position, if any, and the end of the line; pos may be NULL */
int lex_choice(struct reader *r, const char *const *words, const char *what);
bool lex_flag(struct reader *r, const struct word *words, uint32_t *flags);

type_id lex_type(struct reader *r);               /* a label */
type_id lex_of_type(struct reader *r);            /* ": label", or 0 */
bool lex_object(struct reader *r, enum object_kind *kind, uint32_t *index); /* behind the @ */

/* ---- read_func.c ---- */

void read_func(struct reader *r, uint32_t index);

#endif
