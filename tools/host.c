// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* host: see host.h. */
#include "host.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The folder of the plugin as seen from that of this program: in a build tree, and installed. */
static const char *const places[] = {"../lib", BPFPROOF_PLUGIN_FROM_BIN};

static int newest_first(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (y > x) - (y < x);
}

static void find_backends(struct host *h)
{
	DIR *dir = opendir(h->folder);
	struct dirent *entry;

	while (dir && h->nmajors < MAX_MAJORS && (entry = readdir(dir))) {
		unsigned major;
		int end = 0;

		if (sscanf(entry->d_name, "bpfproof-%u.so%n", &major, &end) == 1 && end && !entry->d_name[end])
			h->majors[h->nmajors++] = major;
	}
	if (dir)
		closedir(dir);
	qsort(h->majors, h->nmajors, sizeof(*h->majors), newest_first);
}

static bool try_folder(struct host *h, const char *folder, struct arena *a)
{
	char path[PATH_MAX];

	if (!realpath(arena_printf(a, "%s/bpfproof.so", folder), path))
		return false;
	h->plugin = arena_printf(a, "%s", path);
	h->folder = arena_printf(a, "%.*s", (int)(strrchr(path, '/') - path), path);
	return true;
}

const char *host_find(struct host *h, struct arena *a)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	*h = (struct host){0};
	if (n <= 0)
		return "cannot find out where this program is: /proc is not there";
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (try_folder(h, arena_printf(a, "%s/%s", self, places[i]), a))
			break;
	if (!h->plugin)
		return arena_printf(a, "cannot find bpfproof.so in %s/%s: this installation is not complete", self,
				    BPFPROOF_PLUGIN_FROM_BIN);
	find_backends(h);
	if (!h->nmajors)
		return arena_printf(a, "there is no bpfproof-<version>.so in %s: it was built without any clang's headers",
				    h->folder);
	return NULL;
}

const char *host_majors(const struct host *h, struct arena *a)
{
	const char *s = "";

	for (unsigned i = 0; i < h->nmajors; i++)
		s = arena_printf(a, "%s%s%u", s, i ? ", " : "", h->majors[i]);
	return s;
}

bool host_has(const struct host *h, unsigned major)
{
	for (unsigned i = 0; i < h->nmajors; i++)
		if (h->majors[i] == major)
			return true;
	return false;
}

const char *host_program(const char *name, struct arena *a)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return access(name, X_OK) ? NULL : name;
	while (path && *path) {
		size_t n = strcspn(path, ":");
		const char *candidate = arena_printf(a, "%.*s/%s", n ? (int)n : 1, n ? path : ".", name);

		if (!access(candidate, X_OK))
			return candidate;
		path += n + (path[n] == ':');
	}
	return NULL;
}

unsigned host_major_of(const char *program)
{
	struct text command = {0};
	unsigned major = 0;
	char line[512];
	FILE *out;

	text_add(&command, "'");
	for (const char *s = program; *s; s++)
		text_add(&command, *s == '\'' ? "'\\''" : (char[]){*s, '\0'});
	text_add(&command, "' --version 2>/dev/null");
	out = popen(command.s, "r");
	while (out && fgets(line, sizeof(line), out)) {
		const char *version = strstr(line, "clang version "), *daemon = strstr(line, "clangd version ");

		if (!major && (version || daemon))
			sscanf(version ? version : daemon, "%*s version %u.", &major);
	}
	if (out)
		pclose(out);
	text_free(&command);
	return major;
}

const char *host_newest(const struct host *h, const char *name, struct arena *a)
{
	const char *found;

	for (unsigned i = 0; i < h->nmajors; i++) {
		found = host_program(arena_printf(a, "%s-%u", name, h->majors[i]), a);
		if (!found)
			found = host_program(arena_printf(a, "/usr/lib/llvm-%u/bin/%s", h->majors[i], name), a);
		if (found)
			return found;
	}
	found = host_program(name, a);
	return found && host_has(h, host_major_of(found)) ? found : NULL;
}
