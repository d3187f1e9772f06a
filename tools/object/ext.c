// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ext: .BTF.ext, which says of instructions where they came from, what type their function has and what the loader must fix. Three tables of one
 * shape: the size of a record, then for each section its name, a number of records, and the records.
 */
#include "object/image.h"

#include <bpf/btf.h>
#include <linux/bpf.h>
#include <stdlib.h>

struct header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t size;
	struct { uint32_t off, len; } tables[3]; /* functions, lines, CO-RE; behind the header */
};

enum { RECORD = 16 }; /* bytes of the longest record that is looked at */

struct reader {
	struct image *m;
	const struct image_section *ext;
	uint64_t at, end;
};

static bool take(struct reader *r, void *to, size_t n)
{
	if (n > r->end - r->at)
		return false;
	memcpy(to, r->ext->data + r->at, n);
	r->at += n;
	return true;
}

static const char *string(const struct image *m, uint32_t off)
{
	const char *s = btf__name_by_offset(m->btf, off);

	return s ? s : "";
}

static uint32_t section_named(const struct image *m, const char *name)
{
	for (uint32_t i = 1; i < m->sections.n; i++)
		if (!strcmp(m->sections.at[i].name, name))
			return i;
	return 0;
}

static void add_func(struct image *m, uint32_t section, const uint32_t w[4])
{
	struct image_func f = {section, w[0], w[1]};

	vec_push(&m->funcs, f);
}

static void add_line(struct image *m, uint32_t section, const uint32_t w[4])
{
	struct image_line l = {
		.section = section,
		.off = w[0],
		.file = string(m, w[1]),
		.text = string(m, w[2]),
		.line = BPF_LINE_INFO_LINE_NUM(w[3]),
		.col = BPF_LINE_INFO_LINE_COL(w[3]),
	};

	if (*l.file && l.line)
		vec_push(&m->lines, l);
}

static void add_core(struct image *m, uint32_t section, const uint32_t w[4])
{
	struct image_core c = {section, w[0], w[1], w[3], string(m, w[2])};

	vec_push(&m->cores, c);
}

static void read_table(struct reader *r, void (*add)(struct image *, uint32_t, const uint32_t[4]), size_t least)
{
	uint32_t record, head[2], words[RECORD / 4];

	if (!take(r, &record, sizeof(record)) || record < least)
		return;
	while (take(r, head, sizeof(head))) {
		uint32_t section = section_named(r->m, string(r->m, head[0]));

		for (uint32_t i = 0; i < head[1]; i++) {
			uint64_t next = r->at + record;

			memset(words, 0, sizeof(words));
			if (next > r->end || !take(r, words, least))
				return;
			if (section)
				add(r->m, section, words);
			r->at = next;
		}
	}
}

static int order(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb; /* every record begins with its section and offset */

	if (a[0] != b[0])
		return a[0] < b[0] ? -1 : 1;
	return a[1] < b[1] ? -1 : a[1] > b[1];
}

void image_read_ext(struct image *m, const struct image_section *ext)
{
	static void (*const adds[3])(struct image *, uint32_t, const uint32_t[4]) = {add_func, add_line, add_core};
	static const size_t least[3] = {8, 16, 16};
	struct reader r = {.m = m, .ext = ext, .end = ext->size};
	struct header h = {0};

	if (!take(&r, &h, ext->size < sizeof(h) ? ext->size : sizeof(h)) || h.magic != BTF_MAGIC || h.size < 24)
		return;
	if (h.size < sizeof(h))
		h.tables[2].len = 0; /* from before CO-RE */
	for (size_t t = 0; t < ARRAY_LEN(adds); t++) {
		r.at = (uint64_t)h.size + h.tables[t].off;
		r.end = r.at + h.tables[t].len;
		if (h.tables[t].len && r.end <= ext->size)
			read_table(&r, adds[t], least[t]);
	}
	if (m->funcs.n)
		qsort(m->funcs.at, m->funcs.n, sizeof(*m->funcs.at), order);
	if (m->lines.n)
		qsort(m->lines.at, m->lines.n, sizeof(*m->lines.at), order);
	if (m->cores.n)
		qsort(m->cores.at, m->cores.n, sizeof(*m->cores.at), order);
}
