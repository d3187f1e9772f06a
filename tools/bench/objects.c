// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * objects: times the analysis of each program of BPF objects against the kernel's own verification of it, one after the other, so that
 * whatever else the machine does hits both. The analysis is that of the instructions and what follows; reading ELF and BTF is
 * apart. The kernel's time is what its log says ("verification time N usec"). Of programs that are accepted, for at a mistake the kernel stops.
 *
 *   bench_objects [-v] BPFPROOF ROUNDS OBJECT...
 *
 * Prints medians over the programs of the best of ROUNDS, and of the ratios; with -v a line for each program. Then the most memory that
 * "BPFPROOF check OBJECT" took for one of them.
 */
#define _GNU_SOURCE /* wait4 */
#include "object/lower.h"
#include "rule/check.h"
#include "verify/load.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct sample {
	const char *object, *program;
	double ours, kernel; /* microseconds, the best */
	bool complete;
};

struct bench {
	struct arena *arena;
	int rounds;
	bool verbose;
	VEC(struct sample) samples;
	size_t objects, refused;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double ask_us(const char *path, const char *program, struct arena *a, bool *complete)
{
	const struct check_options options = {0};
	struct lower_options only = {.program = program};
	struct report *report = report_new();
	const char *why;
	struct image *m = image_read(path, a, &why);
	struct lower *l = m ? lower_begin(m, &only) : NULL;
	struct unit *u;
	double begin = now(), us = -1;

	u = l ? lower_end(l, &why) : NULL;
	if (u) {
		check_unit(u, &options, report);
		us = now() - begin;
		*complete = report->stats.n && report->stats.at[0].complete;
		model_unit_free(u);
	}
	image_free(m);
	report_free(report);
	return us;
}

static void best(double *at, double now_it_is)
{
	if (now_it_is >= 0 && (*at < 0 || now_it_is < *at))
		*at = now_it_is;
}

static void measure(struct bench *b, struct object *o, const char *path, const struct program_name *p)
{
	struct sample s = {.object = path, .program = p->name, .ours = -1, .kernel = -1};

	for (int i = 0; i < b->rounds; i++) {
		struct arena *a = arena_new();

		best(&s.kernel, load_time(o, p->name, p, a));
		if (s.kernel >= 0)
			best(&s.ours, ask_us(path, p->name, a, &s.complete));
		arena_free(a);
		if (s.kernel < 0 || s.ours < 0) {
			b->refused++;
			return;
		}
	}
	vec_push(&b->samples, s);
	if (b->verbose)
		printf("%9.0f %9.0f  %6.2f %s %s %s\n", s.ours, s.kernel, s.ours / (s.kernel > 1 ? s.kernel : 1), s.complete ? " " : "!", p->name, path);
}

static void measure_object(struct bench *b, const char *path)
{
	const char *why;
	struct program_name *list;
	struct object *o = object_read(path, b->arena, &why);
	size_t n;

	if (!o)
		return;
	b->objects++;
	if (load_list(o, "bench", b->arena, &list, &n, &why))
		for (size_t i = 0; i < n; i++)
			measure(b, o, path, &list[i]);
	object_free(o);
}

/* KiB. To be asked before this process itself is large: what it has when it forks counts. */
static long memory_of(const char *command, const char *object)
{
	struct rusage use;
	int status;
	pid_t pid = fork();

	if (!pid) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		execl(command, command, "check", object, (char *)NULL);
		_exit(127);
	}
	return pid < 0 || wait4(pid, &status, 0, &use) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1 ? 0 : use.ru_maxrss;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double quantile(double *v, size_t n, double part)
{
	qsort(v, n, sizeof(*v), ascending);
	return v[(size_t)((double)(n - 1) * part + 0.5)];
}

static int board(const struct bench *b)
{
	size_t n = b->samples.n, complete = 0;
	double *ours = calloc(n + 1, sizeof(*ours)), *kernel = calloc(n + 1, sizeof(*kernel)), *ratio = calloc(n + 1, sizeof(*ratio));

	if (!n || !ours || !kernel || !ratio) {
		fprintf(stderr, "bench_objects: no program was accepted\n");
		return 2;
	}
	for (size_t i = 0; i < n; i++) {
		ours[i] = b->samples.at[i].ours;
		kernel[i] = b->samples.at[i].kernel;
		ratio[i] = ours[i] / (kernel[i] > 1 ? kernel[i] : 1);
		complete += b->samples.at[i].complete;
	}
	printf("%zu programs of %zu objects, the best of %d (%zu refused or not judged; of %zu not every path was followed)\n", n, b->objects, b->rounds, b->refused,
	       n - complete);
	printf("bpfproof %.0f us, kernel %.0f us in the median; bpfproof/kernel %.2f (middle half %.2f to %.2f, 95 %% below %.2f)\n",
	       quantile(ours, n, 0.5), quantile(kernel, n, 0.5), quantile(ratio, n, 0.5), quantile(ratio, n, 0.25), quantile(ratio, n, 0.75),
	       quantile(ratio, n, 0.95));
	return 0;
}

int main(int argc, char **argv)
{
	struct bench b = {.arena = arena_new()};
	const char *command, *largest = NULL;
	int at = 1, status;
	long memory = 0;

	if (argc > 1 && !strcmp(argv[1], "-v")) {
		b.verbose = true;
		at++;
	}
	command = argc > at ? argv[at++] : NULL;
	b.rounds = argc > at ? atoi(argv[at++]) : 0;
	if (b.rounds < 1 || at >= argc) {
		fprintf(stderr, "usage: bench_objects [-v] BPFPROOF ROUNDS OBJECT...\n");
		return 2;
	}
	for (int i = at; i < argc; i++) {
		long n = memory_of(command, argv[i]);

		largest = n > memory ? argv[i] : largest;
		memory = n > memory ? n : memory;
	}
	while (at < argc)
		measure_object(&b, argv[at++]);
	status = board(&b);
	printf("the most memory for one object: %ld MiB (%s)\n", memory / 1024, largest ? largest : "none was read");
	vec_free(&b.samples);
	arena_free(b.arena);
	return status;
}
