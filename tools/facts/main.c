// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * bpfproof-facts TREE STUBS FOLDER FILE...
 *
 * Reads the kernel source in TREE and writes the generated tables of checks/kernel/generated into FOLDER. FILEs are the parts
 * of TREE to read; tools/scripts/refresh-facts finds them.
 */
#include "facts.h"

#include <stdlib.h>

static unsigned number_behind(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return at ? (unsigned)strtoul(at + strlen(word), NULL, 10) : 0;
}

static bool read_version(struct facts *f, const char *tree)
{
	char head[512] = "";
	FILE *make = fopen(arena_printf(f->arena, "%s/Makefile", tree), "r");

	if (!make)
		return false;
	head[fread(head, 1, sizeof(head) - 1, make)] = 0;
	fclose(make);
	f->major = number_behind(head, "\nVERSION = ");
	f->minor = number_behind(head, "\nPATCHLEVEL = ");
	return f->major;
}

int main(int argc, char **argv)
{
	struct facts f = {.arena = arena_new()};

	if (argc < 5) {
		fprintf(stderr, "usage: bpfproof-facts TREE STUBS FOLDER FILE...\n");
		return 2;
	}
	if (!read_version(&f, argv[1])) {
		fprintf(stderr, "%s is no kernel tree\n", argv[1]);
		return 2;
	}
	f.folder = argv[3];
	f.source = source_open(argv[1], argv[2]);
	source_parse(f.source, arena_printf(f.arena, "%s/programs.c", argv[2]), false);
	source_parse(f.source, arena_printf(f.arena, "%s/lsm.c", argv[2]), false);
	source_parse(f.source, "tools/lib/bpf/libbpf.c", true);
	for (int i = 4; i < argc; i++)
		if (!source_parse(f.source, argv[i], false))
			fprintf(stderr, "cannot parse %s\n", argv[i]);
	printf("Linux %u.%u, %zu files\n", f.major, f.minor, source_units(f.source));
	facts_enums(&f);
	facts_sets(&f);
	facts_sections(&f);
	facts_maps(&f);
	facts_contexts(&f);
	facts_helpers(&f);
	facts_kfuncs(&f);
	facts_lsm(&f);
	facts_tracepoints(&f);
	source_close(f.source);
	arena_free(f.arena);
	return 0;
}
