// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * loader: the bpfproof.so that users name. A plugin built for one major version of clang crashes any other, and clang
 * itself does not check. So this file, which needs nothing but the C library, finds out which clang it was loaded
 * into and opens bpfproof-<major>.so beside itself; opening it is what registers the plugin. Into a process that is
 * no clang (LD_PRELOAD reaches children too) it opens nothing and says nothing.
 *
 * How the major is found: the name of the libclang-cpp that is mapped ("libclang-cpp.so.19.1"); for a clang that is
 * linked statically but exports its symbols, LLVMGetVersion(), which exists since LLVM 16.
 */
#define _GNU_SOURCE /* dladdr, dl_iterate_phdr, RTLD_DEFAULT */

#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char clang_symbol[] = "_ZTVN5clang15PluginASTActionE"; /* the class that plugins derive from */

static int major_from_name(struct dl_phdr_info *info, size_t size, void *major)
{
	const char *base = info->dlpi_name ? strrchr(info->dlpi_name, '/') : NULL;

	(void)size;
	base = base ? base + 1 : info->dlpi_name;
	return base && sscanf(base, "libclang-cpp.so.%u", (unsigned *)major) == 1;
}

static unsigned host_major(void)
{
	unsigned major = 0, minor, patch;
	void (*version)(unsigned *, unsigned *, unsigned *);
	void *symbol;

	if (!dlsym(RTLD_DEFAULT, clang_symbol))
		return 0;
	if (dl_iterate_phdr(major_from_name, &major))
		return major;
	symbol = dlsym(RTLD_DEFAULT, "LLVMGetVersion");
	if (!symbol)
		return 0;
	memcpy(&version, &symbol, sizeof(version));
	version(&major, &minor, &patch);
	return major;
}

/* The folder this file lies in, followed through symbolic links. */
static int own_folder(char out[PATH_MAX])
{
	Dl_info self;
	char *slash;

	if (!dladdr(clang_symbol, &self) || !self.dli_fname || !realpath(self.dli_fname, out))
		return 0;
	slash = strrchr(out, '/');
	if (!slash)
		return 0;
	*slash = '\0';
	return 1;
}

static int by_number(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

/* "14, 16, 19": the versions that have a backend here. */
static void list_backends(const char *folder, char *out, size_t room)
{
	unsigned majors[32], n = 0;
	size_t used = 0;
	DIR *dir = opendir(folder);
	struct dirent *entry;

	snprintf(out, room, "none");
	while (dir && n < 32 && (entry = readdir(dir))) {
		int end = 0;

		if (sscanf(entry->d_name, "bpfproof-%u.so%n", &majors[n], &end) == 1 && end && !entry->d_name[end])
			n++;
	}
	if (dir)
		closedir(dir);
	qsort(majors, n, sizeof(*majors), by_number);
	for (unsigned i = 0; i < n && used < room; i++)
		used += (size_t)snprintf(out + used, room - used, "%s%u", i ? ", " : "", majors[i]);
}

__attribute__((constructor)) static void open_backend(void)
{
	unsigned major = host_major();
	char folder[PATH_MAX], path[PATH_MAX + 32], there[256];

	if (!major || !own_folder(folder))
		return;
	snprintf(path, sizeof(path), "%s/bpfproof-%u.so", folder, major);
	if (dlopen(path, RTLD_NOW | RTLD_LOCAL))
		return;
	if (!access(path, F_OK)) {
		fprintf(stderr, "bpfproof: not active: the backend for clang %u does not load: %s\n", major, dlerror());
		return;
	}
	list_backends(folder, there, sizeof(there));
	fprintf(stderr, "bpfproof: not active: not built for clang %u; %s has backends for: %s\n", major, folder, there);
}
