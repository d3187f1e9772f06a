// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * object_mutate: the object reader on damaged files, the same damage in every run. Each object is changed some thousand times: bytes, words that
 * look like sizes and offsets, the file cut short, pieces copied elsewhere, other instructions. None may crash or hang; what is still
 * read is checked as any object is.
 *
 *   object_mutate ROUNDS OBJECT...
 */
#include "object/lower.h"
#include "rule/check.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t next_random(void)
{
	static uint64_t x = UINT64_C(0x9e3779b97f4a7c15);

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

static size_t below(size_t n)
{
	return n ? next_random() % n : 0;
}

/* Where debug information lies in the object: as likely to be hit as all the rest. */
static struct {
	size_t at, n;
} debug[64];
static size_t ndebug;

static void find_debug(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	uint8_t *copy = malloc(n + 1);
	const char *why;
	struct image *m;

	memcpy(copy, bytes, n);
	m = image_parse(copy, n, "whole.o", a, &why);
	ndebug = 0;
	for (uint32_t i = 0; m && i < m->sections.n; i++) {
		const struct image_section *s = &m->sections.at[i];

		if (!strncmp(s->name, ".debug_", 7) && s->data && s->size && ndebug < ARRAY_LEN(debug)) {
			debug[ndebug].at = (size_t)(s->data - (const uint8_t *)m->bytes);
			debug[ndebug++].n = s->size;
		}
	}
	image_free(m);
	arena_free(a);
}

static size_t somewhere(size_t n)
{
	size_t i = below(ndebug), at = ndebug ? debug[i].at + below(debug[i].n) : n;

	return at < n && below(2) ? at : below(n);
}

static const uint32_t words[] = {0, 1, 2, 8, 16, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8, 24, 4096, 0xffff, 0x10000};

static void damage(uint8_t *bytes, size_t *n)
{
	size_t at = somewhere(*n);

	switch (below(6)) {
	case 0:
		bytes[at] = (uint8_t)next_random();
		break;
	case 1:
		bytes[at] ^= (uint8_t)(1u << below(8));
		break;
	case 2: /* a word where words are */
		at &= ~(size_t)3;
		if (at + 4 <= *n)
			memcpy(bytes + at, &words[below(ARRAY_LEN(words))], 4);
		break;
	case 3: /* near the end are the tables */
		at = *n - 1 - below(*n < 2000 ? *n : 2000);
		bytes[at] = (uint8_t)next_random();
		break;
	case 4: {
		size_t from = below(*n), size = below(64);

		if (from + size <= *n && at + size <= *n)
			memmove(bytes + at, bytes + from, size);
		break;
	}
	default:
		if (!below(8))
			*n = at;
	}
}

/* The object's own types stand in for a kernel's. */
static const struct btf *part(void *image, uint32_t i)
{
	return i ? NULL : ((struct image *)image)->btf;
}

static bool try(void *bytes, size_t n)
{
	struct check_options options = {.budget = 3000};
	struct arena *a = arena_new();
	struct report *report = report_new();
	const char *why = NULL;
	struct image *m = image_parse(bytes, n, "mutant.o", a, &why);
	struct core_kernel kernel = {.part = part, .user = m, .whole = true};
	struct unit *u = m ? lower_image(m, &(struct lower_options){.kernel = m->btf ? &kernel : NULL}, &why) : NULL;
	bool read = u != NULL;

	if (!u && (!why || !*why))
		__builtin_trap(); /* refused without a word */
	image_free(m);
	if (u)
		check_unit(u, &options, report);
	model_unit_free(u);
	report_free(report);
	arena_free(a);
	return read;
}

static uint8_t *read_whole(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(1 << 20);

	*n = f && bytes ? fread(bytes, 1, 1 << 20, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

int main(int argc, char **argv)
{
	long rounds = argc > 2 ? strtol(argv[1], NULL, 10) : 0, kept = 0, all = 0;

	for (int i = 2; i < argc; i++) {
		size_t whole, n;
		uint8_t *bytes = read_whole(argv[i], &whole);

		if (!whole) {
			fprintf(stderr, "object_mutate: cannot read %s\n", argv[i]);
			return 1;
		}
		find_debug(bytes, whole);
		for (long r = 0; r < rounds; r++, all++) {
			uint8_t *mutant = calloc(1, whole + 1);

			memcpy(mutant, bytes, whole);
			n = whole;
			for (size_t k = below(6) + 1; k && n > 1; k--)
				damage(mutant, &n);
			kept += try(mutant, n); /* takes it over */
		}
		free(bytes);
	}
	printf("%ld mutants, %ld read\n", all, kept);
	return !rounds || !kept;
}
