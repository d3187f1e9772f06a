// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * json: writes JSON into a text. The comma before an item follows from the character that is last in the text, so
 * there is no state to keep besides the depth. What is not UTF-8 comes out as U+FFFD: source files may hold anything.
 */
#ifndef BPFPROOF_JSON_H
#define BPFPROOF_JSON_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct json {
	struct text *out;
	size_t start;   /* where the document begins in out */
	bool pretty;    /* one item a line, indented by tabs */
	uint32_t depth;
};

struct json json_begin(struct text *out, bool pretty);

/* `key` is NULL for the items of a list. */
void json_object(struct json *j, const char *key);
void json_list(struct json *j, const char *key);
void json_end(struct json *j, char bracket); /* '}' or ']' */
void json_string(struct json *j, const char *key, const char *s); /* NULL writes null */
void json_number(struct json *j, const char *key, uint64_t n);
void json_bool(struct json *j, const char *key, bool b);

#ifdef __cplusplus
}
#endif
#endif
