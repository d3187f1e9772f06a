// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * rounds: a fuzzer's main() where there is no libFuzzer: FUZZER -runs=N FOLDER...
 * Every file in the folders is tried as it is, then N times one of them with some damage; the same in every run.
 */
#define _GNU_SOURCE /* nftw */

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"
#include "damage.h"

#define LONGEST 20000
#define PATIENCE 10 /* seconds for one text */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t room);

static VEC(struct text) seeds;

size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t room)
{
	if (n && n <= room)
		data[(size_t)rand() % n] = (uint8_t)rand();
	return n;
}

static int take_file(const char *path, const struct stat *st, int type, struct FTW *where)
{
	struct text t = {0};
	char buffer[4096];
	size_t got;
	FILE *in;

	(void)st, (void)where;
	if (type != FTW_F || !(in = fopen(path, "r")))
		return 0;
	while ((got = fread(buffer, 1, sizeof buffer, in)) > 0 && t.n < LONGEST)
		text_addn(&t, buffer, got);
	fclose(in);
	vec_push(&seeds, t);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	const struct text *x = a, *y = b;

	return x->n != y->n ? x->n < y->n ? -1 : 1 : x->n ? memcmp(x->s, y->s, x->n) : 0;
}

static void try(const void *data, size_t n)
{
	alarm(PATIENCE);
	LLVMFuzzerTestOneInput(data, n);
	alarm(0);
}

int main(int argc, char **argv)
{
	static uint8_t now[LONGEST], mixed[LONGEST];
	unsigned long runs = 1000;

	srand(1);
	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			nftw(argv[i], take_file, 8, FTW_PHYS);
		else
			sscanf(argv[i], "-runs=%lu", &runs);
	if (!seeds.n)
		return fprintf(stderr, "%s: no seeds\n", argv[0]), 2;
	qsort(seeds.at, seeds.n, sizeof *seeds.at, by_text);
	for (uint32_t i = 0; i < seeds.n; i++)
		try(seeds.at[i].s, seeds.at[i].n);
	for (unsigned long k = 0; k < runs; k++) {
		const struct text *a = &seeds.at[(size_t)rand() % seeds.n], *b = &seeds.at[(size_t)rand() % seeds.n];
		size_t n = LLVMFuzzerCustomCrossOver((const uint8_t *)a->s, a->n, (const uint8_t *)b->s, b->n, mixed, sizeof mixed, (unsigned)rand());

		memcpy(now, k & 1 ? mixed : (const uint8_t *)a->s, k & 1 ? n : a->n < LONGEST ? a->n : LONGEST);
		n = k & 1 ? n : a->n < LONGEST ? a->n : LONGEST;
		n = LLVMFuzzerCustomMutator(now, n, sizeof now, (unsigned)rand());
		try(now, n);
	}
	printf("%u seeds, %lu damaged\n", seeds.n, runs);
	for (uint32_t i = 0; i < seeds.n; i++)
		text_free(&seeds.at[i]);
	vec_free(&seeds);
	return 0;
}
