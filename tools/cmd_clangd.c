// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * clangd: becomes the real clangd, with bpfproof.so preloaded. clangd never opens plugins by itself, but it runs those
 * that are registered in its process; preloading registers ours. That needs a clangd whose clang is a shared library;
 * one that has it linked in statically exports nothing a plugin could use, and we say so instead of starting it.
 */
#include "cmd.h"
#include "host.h"
#include "options.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
	"Usage: bpfproof clangd [--clangd=PROGRAM] [--option=OPTION]... [CLANGD-ARGUMENT...]\n"
	"Starts clangd with bpfproof in it: findings appear while you type, fixes as code actions. Use it wherever your\n"
	"editor wants the path of clangd; all other arguments go to clangd.\n\n"
	"      --clangd=PROGRAM   the clangd to start (default: the newest there is a backend for)\n"
	"      --option=OPTION    an option of the plugin, such as kernel=5.15; the environment variable\n"
	"                         BPFPROOF_OPTIONS may hold more, with spaces between them\n"
	"      --help             this text\n\n"
	"Statically linked clangds (those that editors download) cannot take plugins.\n";

/* Does a 64-bit ELF file need a library whose name begins so? -1: it is no such file (a script, say). */
static int needs_library(const unsigned char *p, size_t size, const char *prefix)
{
	const Elf64_Ehdr *eh = (const void *)p;
	const Elf64_Phdr *ph;
	const Elf64_Dyn *dyn = NULL;
	size_t ndyn = 0, strings = 0;

	if (size < sizeof(*eh) || memcmp(p, ELFMAG, SELFMAG) || p[EI_CLASS] != ELFCLASS64 ||
	    eh->e_phoff > size || eh->e_phnum * sizeof(*ph) > size - eh->e_phoff)
		return -1;
	ph = (const void *)(p + eh->e_phoff);
	for (unsigned i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_DYNAMIC && ph[i].p_offset <= size && ph[i].p_filesz <= size - ph[i].p_offset) {
			dyn = (const void *)(p + ph[i].p_offset);
			ndyn = ph[i].p_filesz / sizeof(*dyn);
		}
	for (size_t d = 0; d < ndyn; d++)
		if (dyn[d].d_tag == DT_STRTAB)
			for (unsigned i = 0; i < eh->e_phnum; i++)
				if (ph[i].p_type == PT_LOAD && dyn[d].d_un.d_ptr - ph[i].p_vaddr < ph[i].p_filesz)
					strings = dyn[d].d_un.d_ptr - ph[i].p_vaddr + ph[i].p_offset;
	for (size_t d = 0; d < ndyn && strings; d++)
		if (dyn[d].d_tag == DT_NEEDED && dyn[d].d_un.d_val < size && strings < size - dyn[d].d_un.d_val &&
		    strlen(prefix) < size - strings - dyn[d].d_un.d_val &&
		    !memcmp(p + strings + dyn[d].d_un.d_val, prefix, strlen(prefix)))
			return 1;
	return 0;
}

static bool is_static(const char *program)
{
	int fd = open(program, O_RDONLY | O_CLOEXEC), needs = -1;
	struct stat st;
	void *map;

	if (fd >= 0 && !fstat(fd, &st) && st.st_size > 0) {
		map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (map != MAP_FAILED) {
			needs = needs_library(map, (size_t)st.st_size, "libclang-cpp.so");
			munmap(map, (size_t)st.st_size);
		}
	}
	if (fd >= 0)
		close(fd);
	return needs == 0;
}

static void preload(const char *plugin, struct arena *a)
{
	const char *old = getenv("LD_PRELOAD");

	setenv("LD_PRELOAD", old && *old ? arena_printf(a, "%s:%s", plugin, old) : plugin, 1);
}

/* Adds to what the user has set; the plugin reads them in order. */
static const char *add_option(const char *option, struct arena *a)
{
	const char *old = getenv("BPFPROOF_OPTIONS"), *complaint;
	struct options *o = options_new();

	complaint = options_parse(o, option);
	complaint = complaint ? arena_printf(a, "%s", complaint) : NULL;
	options_free(o);
	setenv("BPFPROOF_OPTIONS", old ? arena_printf(a, "%s %s", old, option) : option, 1);
	return complaint;
}

static const char *value_of(const char *arg, const char *option)
{
	size_t n = strlen(option);

	return !strncmp(arg, option, n) && arg[n] == '=' ? arg + n + 1 : NULL;
}

static int start(const struct host *h, const char *clangd, char **argv, struct arena *a)
{
	unsigned major;

	if (is_static(clangd))
		return cannot("%s has clang linked in statically, so it cannot take plugins; install your distribution's\n"
			      "bpfproof: clangd (Debian: apt install clangd-%u), or name another one with --clangd=PROGRAM",
			      clangd, h->majors[0]);
	major = host_major_of(clangd);
	if (major && !host_has(h, major))
		return cannot("%s is version %u; there are backends for %s only (in %s)", clangd, major, host_majors(h, a),
			      h->folder);
	preload(h->plugin, a);
	argv[0] = (char *)clangd;
	execv(clangd, argv);
	return cannot("cannot start %s: %s", clangd, strerror(errno));
}

int cmd_clangd(int argc, char **argv)
{
	struct arena *a = arena_new();
	const char *clangd = NULL, *named = NULL, *why = NULL, *value;
	int kept = 1, status;
	struct host h;

	for (int i = 1; i < argc && !why; i++) {
		if (!strcmp(argv[i], "--help")) {
			fputs(help, stdout);
			arena_free(a);
			return EXIT_CLEAN;
		}
		if ((value = value_of(argv[i], "--clangd")))
			named = value;
		else if ((value = value_of(argv[i], "--option")))
			why = add_option(value, a);
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;

	if (!why)
		why = host_find(&h, a);
	if (!why) {
		clangd = named ? host_program(named, a) : host_newest(&h, "clangd", a);
		if (!clangd)
			why = named ? arena_printf(a, "there is no program '%s'", named)
				    : arena_printf(a, "found no clangd of version %s (Debian: apt install clangd-%u)",
						   host_majors(&h, a), h.majors[0]);
	}
	status = why ? cannot("%s", why) : start(&h, clangd, argv, a);
	arena_free(a);
	return status;
}
