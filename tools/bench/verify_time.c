// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * verify_time: how long the running kernel takes to verify the one program of an object, by the verifier's own watch.
 *
 *   verify_time ROUNDS OBJECT      prints instructions followed, and the least of the times in microseconds
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_STATS = 4 };

static int once(const char *path, unsigned *insns, unsigned *usec)
{
	static char log[1 << 16];
	struct bpf_object *o = bpf_object__open_file(path, NULL);
	struct bpf_program *p = o ? bpf_object__next_program(o, NULL) : NULL;
	const char *time, *followed;
	int error;

	if (!p)
		return -1;
	bpf_program__set_log_buf(p, log, sizeof(log));
	bpf_program__set_log_level(p, LOG_STATS);
	error = bpf_object__load(o);
	bpf_object__close(o);
	time = strstr(log, "verification time ");
	followed = strstr(log, "processed ");
	return error || !time || !followed || sscanf(time, "verification time %u", usec) != 1 || sscanf(followed, "processed %u", insns) != 1;
}

int main(int argc, char **argv)
{
	unsigned insns = 0, usec = 0, least = 0;
	int rounds = argc == 3 ? atoi(argv[1]) : 0;

	if (rounds < 1) {
		fprintf(stderr, "usage: verify_time ROUNDS OBJECT\n");
		return 2;
	}
	libbpf_set_print(NULL);
	for (int i = 0; i < rounds; i++) {
		if (once(argv[2], &insns, &usec))
			return 1;
		least = !i || usec < least ? usec : least;
	}
	printf("%u %u\n", insns, least);
	return 0;
}
