// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_kernel: does the running kernel say the same as the tables? Each question is one tiny program or map that the
 * kernel accepts or refuses. Four outcomes: both agree; they differ, which fails the test; the table does not claim to
 * know; the kernel cannot be asked (a program type that it was built without, a refusal for another reason).
 *
 * Differences fail the test only on the version that the tables speak of (KVER_DEFAULT). Without the right to load
 * programs the test is skipped. `ask_kernel -v` lists what is unknown and what could not be asked, too.
 */
#include "ask.h"

#include <stdio.h>
#include <sys/utsname.h>

enum { SKIPPED = 77 };

static const struct {
	const char *name;
	void (*ask)(struct tally *);
} questions[] = {
	{"program types (libbpf)", ask_prog_types},
	{"map types (libbpf)", ask_map_types},
	{"helpers (libbpf)", ask_known_helpers},
	{"helpers by program type", ask_helpers},
	{"helpers under the GPL", ask_licences},
	{"kfuncs by program type", ask_kfuncs},
	{"arguments of helpers", ask_arguments},
	{"return values", ask_returns},
	{"struct_ops members", ask_struct_ops},
	{"context accesses", ask_contexts},
	{"packet accesses", ask_packets},
	{"socket accesses", ask_socks},
	{"helpers by map type", ask_map_helpers},
	{"maps in sleepable programs", ask_sleepable_maps},
	{"maps in maps", ask_inner_maps},
	{"map creation", ask_creations},
	{"special fields in maps", ask_special_fields},
};

int main(int argc, char **argv)
{
	struct utsname u;
	unsigned major = 0, minor = 0;
	uint32_t differ = 0;

	ask_verbose = argc > 1 && !strcmp(argv[1], "-v");
	if (!ask_possible()) {
		puts("skipped: this process may not load BPF programs");
		return SKIPPED;
	}
	uname(&u);
	sscanf(u.release, "%u.%u", &major, &minor);
	ask_kver = KVER(major, minor);
	printf("%-28s%10s%10s%14s%12s\n", "", "agree", "differ", "not claimed", "cannot ask");
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		struct tally t = {{0}};

		questions[i].ask(&t);
		printf("%-28s%10u%10u%14u%12u\n", questions[i].name, t.n[AGREE], t.n[DIFFER], t.n[NOT_CLAIMED],
		       t.n[CANNOT_ASK]);
		differ += t.n[DIFFER];
	}
	if (differ && ask_kver != KVER_DEFAULT)
		printf("this is Linux %u.%u: the tables speak of another version\n", major, minor);
	return differ && ask_kver == KVER_DEFAULT;
}
