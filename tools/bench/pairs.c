// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * pairs: times two commands against each other, interleaved (A B A B ...), so that whatever else the machine does hits
 * both. Prints medians and the median of the ratios B/A of the pairs, with the middle half of them.
 *
 *   pairs ROUNDS A... -- B...
 *   pairs -r ROUNDS A... -- B...    raw: the least processor time of A and of B in microseconds, the median of the ratios of
 *                                   processor time, and most memory of A and of B in KiB
 */
#define _GNU_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct sample {
	double wall, cpu; /* seconds */
	long rss;         /* KiB */
};

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct sample run(char **argv)
{
	struct timespec begin, end;
	struct rusage use;
	int status;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	pid = fork();
	if (!pid) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) < 0 || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "pairs: this command fails:");
		for (; *argv; argv++)
			fprintf(stderr, " %s", *argv);
		fputc('\n', stderr);
		exit(2);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (struct sample){
		.wall = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9,
		.cpu = seconds(use.ru_utime) + seconds(use.ru_stime),
		.rss = use.ru_maxrss,
	};
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value that `part` of the sorted ones are below. */
static double quantile(double *v, int n, double part)
{
	qsort(v, (size_t)n, sizeof(*v), ascending);
	return v[(int)((double)(n - 1) * part + 0.5)];
}

int main(int argc, char **argv)
{
	bool raw = argc > 1 && !strcmp(argv[1], "-r");

	argc -= raw;
	argv += raw;
	int rounds = argc > 1 ? atoi(argv[1]) : 0, split = 2;
	char **a = argv + 2, **b;

	while (split < argc && strcmp(argv[split], "--"))
		split++;
	if (rounds < 1 || split + 1 >= argc || split == 2) {
		fprintf(stderr, "usage: pairs [-r] ROUNDS A... -- B...\n");
		return 2;
	}
	argv[split] = NULL;
	b = argv + split + 1;

	double va[rounds], vb[rounds], ratio[rounds], cpu[rounds], least_a = 0, least_b = 0;
	long rss_a = 0, rss_b = 0;

	run(a); /* warm caches */
	run(b);
	for (int i = 0; i < rounds; i++) {
		struct sample x = run(a), y = run(b);

		va[i] = x.wall;
		vb[i] = y.wall;
		ratio[i] = y.wall / x.wall;
		cpu[i] = y.cpu / x.cpu;
		least_a = i && least_a < x.cpu ? least_a : x.cpu;
		least_b = i && least_b < y.cpu ? least_b : y.cpu;
		rss_a = x.rss > rss_a ? x.rss : rss_a;
		rss_b = y.rss > rss_b ? y.rss : rss_b;
	}
	if (raw) {
		printf("%.0f %.0f %.3f %ld %ld\n", least_a * 1e6, least_b * 1e6, quantile(cpu, rounds, 0.5), rss_a, rss_b);
		return 0;
	}
	printf("A %.3f s, B %.3f s (medians of %d); B/A %.3f (middle half %.3f to %.3f), CPU %.3f; memory %ld and %ld MiB\n",
	       quantile(va, rounds, 0.5), quantile(vb, rounds, 0.5), rounds, quantile(ratio, rounds, 0.5),
	       quantile(ratio, rounds, 0.25), quantile(ratio, rounds, 0.75), quantile(cpu, rounds, 0.5), rss_a / 1024,
	       rss_b / 1024);
	return 0;
}
