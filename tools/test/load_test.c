// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * load_test: asks the running kernel about the programs of an object, one at a time: "NAME: loads" or "NAME: refused: the
 * verifier's last words". Loads only, attaches nothing. Exit status 77 when this process may not load anything.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static char verifier_log[1 << 20];

static int may_load(void)
{
	static const unsigned long long exit_0[] = {0x00000000000000b7ull, 0x0000000000000095ull};
	int fd = bpf_prog_load(BPF_PROG_TYPE_TRACEPOINT, "may_load", "GPL", (const struct bpf_insn *)exit_0, 2, NULL);

	return fd >= 0;
}

/* The line before "processed N insns". */
static const char *last_words(void)
{
	char *end = strstr(verifier_log, "processed ");

	if (!end || end == verifier_log)
		return "";
	end[-1] = '\0';
	end = strrchr(verifier_log, '\n');
	return end ? end + 1 : verifier_log;
}

static void load_one(const char *path, size_t which)
{
	struct bpf_object *o = bpf_object__open(path);
	struct bpf_program *p;
	const char *name = "", *words;
	size_t i = 0;
	int error;

	bpf_object__for_each_program(p, o) {
		bpf_program__set_autoload(p, i == which);
		if (i++ != which)
			continue;
		name = bpf_program__name(p);
		bpf_program__set_log_buf(p, verifier_log, sizeof(verifier_log));
		bpf_program__set_log_level(p, 1);
	}
	verifier_log[0] = '\0';
	error = bpf_object__load(o);
	words = last_words();
	if (error)
		printf("%s: refused: %s\n", name, *words ? words : strerror(-error));
	else
		printf("%s: loads\n", name);
	bpf_object__close(o);
}

int main(int argc, char **argv)
{
	struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
	struct bpf_object *o;
	struct bpf_program *p;
	size_t n = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: load_test OBJECT\n");
		return 2;
	}
	setrlimit(RLIMIT_MEMLOCK, &all);
	libbpf_set_print(NULL);
	if (!may_load())
		return 77;
	o = bpf_object__open(argv[1]);
	if (!o) {
		fprintf(stderr, "load_test: cannot open %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	bpf_object__for_each_program(p, o)
		n++;
	bpf_object__close(o);
	for (size_t i = 0; i < n; i++)
		load_one(argv[1], i);
	return 0;
}
