// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * json: see json.h. Strings are written byte for byte where they are well-formed UTF-8 (RFC 3629: no overlong forms,
 * no surrogates, nothing above U+10FFFF); only what JSON itself demands is escaped.
 */
#include "report/json.h"

struct json json_begin(struct text *out, bool pretty)
{
	return (struct json){.out = out, .start = out->n, .pretty = pretty};
}

/* The length of the UTF-8 sequence at s, or 0 when it is not one. The terminator stops every comparison. */
static size_t utf8_length(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] >= 0xa0) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] >= 0x90))
		return 0;
	return n;
}

static void quote(struct text *out, const char *str)
{
	static const char *const short_escape[128] = {
		['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
		['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t",
	};
	const unsigned char *s = (const unsigned char *)str;

	text_add(out, "\"");
	while (*s) {
		size_t n = utf8_length(s);

		if (!n)
			text_add(out, "\xef\xbf\xbd");
		else if (*s < 128 && short_escape[*s])
			text_add(out, short_escape[*s]);
		else if (*s < 0x20 || *s == 0x7f)
			text_addf(out, "\\u%04x", *s);
		else
			text_addn(out, (const char *)s, n);
		s += n ? n : 1;
	}
	text_add(out, "\"");
}

static void new_line(struct json *j)
{
	if (!j->pretty)
		return;
	text_add(j->out, "\n");
	for (uint32_t i = 0; i < j->depth; i++)
		text_add(j->out, "\t");
}

static bool first_item(const struct json *j)
{
	return j->out->n == j->start || strchr("{[", j->out->s[j->out->n - 1]);
}

static void item(struct json *j, const char *key)
{
	bool top = j->out->n == j->start;

	if (!first_item(j))
		text_add(j->out, ",");
	if (!top)
		new_line(j);
	if (key) {
		quote(j->out, key);
		text_add(j->out, j->pretty ? ": " : ":");
	}
}

void json_object(struct json *j, const char *key)
{
	item(j, key);
	text_add(j->out, "{");
	j->depth++;
}

void json_list(struct json *j, const char *key)
{
	item(j, key);
	text_add(j->out, "[");
	j->depth++;
}

void json_end(struct json *j, char bracket)
{
	bool empty = first_item(j);

	j->depth--;
	if (!empty)
		new_line(j);
	text_addn(j->out, &bracket, 1);
}

void json_string(struct json *j, const char *key, const char *s)
{
	item(j, key);
	if (s)
		quote(j->out, s);
	else
		text_add(j->out, "null");
}

void json_number(struct json *j, const char *key, uint64_t n)
{
	item(j, key);
	text_addf(j->out, "%llu", (unsigned long long)n);
}

void json_bool(struct json *j, const char *key, bool b)
{
	item(j, key);
	text_add(j->out, b ? "true" : "false");
}
