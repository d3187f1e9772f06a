// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* sheet: facts for people and programs: a title, and parts that are tables or plain lists; printed as text, JSON or Markdown. */
#ifndef BPFPROOF_SHEET_H
#define BPFPROOF_SHEET_H

#include "base/base.h"

enum sheet_format { SHEET_TEXT, SHEET_JSON, SHEET_MARKDOWN };

#define SHEET_COLUMNS 6

struct sheet_row {
	const char *cells[SHEET_COLUMNS];
};

struct sheet_part {
	const char *name;                    /* "by map type" */
	const char *columns[SHEET_COLUMNS];  /* what the cells are; none: the part is a list of the first cells */
	VEC(struct sheet_row) rows;
};

/* Strings are borrowed until it is printed. */
struct sheet {
	const char *title;
	VEC(struct sheet_part) parts;
};

struct sheet_part *sheet_part(struct sheet *s, const char *name); /* valid until the next one */
void sheet_row(struct sheet_part *p, const char *a, const char *b);
void sheet_print(const struct sheet *s, enum sheet_format f);     /* to standard output */
void sheet_free(struct sheet *s);

#endif
