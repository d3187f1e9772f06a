// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * replay: does the running kernel agree with the tests of the rules? Their comments quote what the kernel prints, and -verify
 * holds the plugin to the same comments; so what is checked here against the kernel holds for the plugin.
 *
 *   replay CLANG INCLUDE-DIR FILE.bpf.c...
 *
 * A file is compiled as users do, and each of its programs is loaded alone; nothing is ever attached.
 *
 *   bad*      every program is refused, with a quote that stands in it (or, when it has none, outside of all programs). A map with
 *             a quote in its definition cannot be created. Every quote is met.
 *   others    every program loads, every map can be created
 *
 * "needs kernel 6.14" in a comment at the top skips the file on older ones, "not replayed" always. Exit status: 0; 1 when the kernel disagrees; 77
 * when nothing could be asked.
 */
#include <ctype.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#define MAX_QUOTES 128
#define MAX_LINE 1024

extern char **environ;

/* ---- what the source promises ---- */

struct quote {
	char text[256];
	char owner[128]; /* program or map; "" outside of both */
	int line;
	bool met;
};

struct source {
	const char *path, *name;
	bool bad, left_out;
	unsigned needs;  /* major << 8 | minor */
	struct quote quotes[MAX_QUOTES];
	int n;
};

static unsigned version_of(const char *s)
{
	unsigned major = 0, minor = 0;

	sscanf(s, "%u.%u", &major, &minor);
	return major << 8 | minor;
}

/* The identifier that stands before `end`: a program's name before its '(', a map's before its SEC. */
static void name_before(const char *line, const char *end, char *name, size_t room)
{
	const char *word, *p = end;

	while (p > line && p[-1] == ' ')
		p--;
	for (word = p; word > line && (word[-1] == '_' || isalnum((unsigned char)word[-1])); word--)
		;
	snprintf(name, room, "%.*s", (int)(p - word), word);
}

static void add_quotes(struct source *s, const char *line, int number, const char *owner)
{
	for (const char *at = line; (at = strstr(at, "kernel: \"")); ) {
		const char *end = strstr(at += 9, "\"}}");
		struct quote *q = &s->quotes[s->n];

		if (!end || s->n == MAX_QUOTES)
			return;
		snprintf(q->text, sizeof q->text, "%.*s", (int)(end - at), at);
		snprintf(q->owner, sizeof q->owner, "%s", owner);
		q->line = number;
		s->n++;
		at = end;
	}
}

static bool read_source(struct source *s)
{
	FILE *f = fopen(s->path, "r");
	char line[MAX_LINE], owner[128] = "";
	bool in_program = false, behind_map = false;
	int first = 0; /* first quote of the definition that is open */

	if (!f)
		return false;
	for (int number = 1; fgets(line, sizeof line, f); number++) {
		const char *sec = strstr(line, "SEC(\""), *needs = strstr(line, "needs kernel ");

		if (needs)
			s->needs = version_of(needs + 13);
		s->left_out |= number < 8 && (strstr(line, "not replayed") || strstr(line, "Not replayed"));
		if (behind_map && strncmp(line, "//", 2)) {
			behind_map = false;
			owner[0] = 0;
			first = s->n;
		}
		if (sec && !strncmp(sec, "SEC(\".maps\")", 12)) {
			name_before(line, sec, owner, sizeof owner);
			for (int i = first; i < s->n; i++)
				strcpy(s->quotes[i].owner, owner);
			add_quotes(s, line, number, owner);
			behind_map = true;
			continue;
		}
		if (sec && strchr(sec, '{') == NULL && strchr(sec + 5, '(')) { /* SEC("xdp") int program(struct xdp_md *ctx) */
			const char *open = strchr(strchr(sec, ')'), '(');

			if (open) {
				name_before(line, open, owner, sizeof owner);
				in_program = true;
			}
		}
		add_quotes(s, line, number, owner);
		if (line[0] == '}') {
			if (in_program)
				owner[0] = 0;
			in_program = false;
			first = s->n;
		}
	}
	fclose(f);
	return true;
}

/* ---- libbpf ---- */

static char said[1 << 16]; /* what libbpf printed since the last reset */

static int keep(enum libbpf_print_level level, const char *fmt, va_list args)
{
	size_t n = strlen(said);

	if (level <= LIBBPF_INFO)
		vsnprintf(said + n, sizeof said - n, fmt, args);
	return 0;
}

static struct bpf_object *open_object(const char *path)
{
	said[0] = 0;
	return bpf_object__open_file(path, NULL);
}

/* ---- the comparison ---- */

static struct { int programs, maps, quotes, wrong; } count;

static void wrong(const struct source *s, int line, const char *fmt, ...)
{
	va_list ap;

	count.wrong++;
	printf("%s:", s->path);
	if (line)
		printf("%d:", line);
	putchar(' ');
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

/* The last lines that say something; the statistics do not. */
static void show_log(const char *log)
{
	const char *line[6];
	int n = 0;

	for (const char *p = log; p && *p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL)
		if (*p != '\n' && strncmp(p, "processed ", 10) && strncmp(p, "verification time", 17) && strncmp(p, "stack depth", 11))
			line[n++ % 6] = p;
	for (int i = n > 6 ? n - 6 : 0; i < n; i++)
		printf("    %.*s\n", (int)strcspn(line[i % 6], "\n"), line[i % 6]);
}

static bool meets(struct source *s, const char *owner, const char *log)
{
	bool any = false, own = false;

	for (int i = 0; i < s->n; i++)
		own |= !strcmp(s->quotes[i].owner, owner);
	for (int i = 0; i < s->n; i++)
		if (!strcmp(s->quotes[i].owner, own ? owner : "") && strstr(log, s->quotes[i].text))
			any = s->quotes[i].met = true;
	return any;
}

static bool has_quotes(const struct source *s, const char *owner)
{
	for (int i = 0; i < s->n; i++)
		if (!strcmp(s->quotes[i].owner, owner))
			return true;
	return false;
}

static void load_program(struct source *s, const char *object, const char *name)
{
	static char log[1 << 20];
	struct bpf_object *o = open_object(object);
	struct bpf_program *p;
	int err;

	if (!o)
		return wrong(s, 0, "cannot be opened: %s", said);
	bpf_object__for_each_program(p, o) {
		bool this = !strcmp(bpf_program__name(p), name);

		bpf_program__set_autoload(p, this);
		if (this)
			bpf_program__set_log_buf(p, log, sizeof log);
	}
	log[0] = 0;
	err = bpf_object__load(o);
	count.programs++;
	if (s->bad && !err)
		wrong(s, 0, "'%s' loads", name);
	else if (!s->bad && err) {
		wrong(s, 0, "'%s' is refused", name);
		show_log(*log ? log : said);
	} else if (s->bad && !meets(s, name, *log ? log : said)) {
		wrong(s, 0, "'%s' is refused for another reason", name);
		show_log(*log ? log : said);
	}
	bpf_object__close(o);
}

static void create_map(struct source *s, const char *object, const char *name)
{
	bool bad = s->bad && has_quotes(s, name);
	struct bpf_object *o = open_object(object);
	struct bpf_program *p;
	struct bpf_map *m;
	int err;

	if (!o)
		return;
	bpf_object__for_each_program(p, o)
		bpf_program__set_autoload(p, false);
	bpf_object__for_each_map(m, o)
		bpf_map__set_autocreate(m, !strcmp(bpf_map__name(m), name));
	err = bpf_object__load(o);
	count.maps++;
	if (bad && !err)
		wrong(s, 0, "map '%s' can be created", name);
	else if (!bad && err)
		wrong(s, 0, "map '%s' cannot be created: %s", name, said);
	else if (bad && !meets(s, name, said))
		wrong(s, 0, "map '%s' cannot be created for another reason: %s", name, said);
	bpf_object__close(o);
}

/* Maps that are fine come with the programs; without any, the object is loaded as it is. */
static void replay(struct source *s, const char *object)
{
	struct bpf_object *o = open_object(object);
	struct bpf_program *p;
	struct bpf_map *m;

	if (!o) {
		count.maps += s->bad;
		if (!s->bad || !s->n || !meets(s, s->quotes[0].owner, said))
			wrong(s, 0, "cannot be opened: %s", said);
		return;
	}
	if (s->bad)
		bpf_object__for_each_map(m, o)
			if (!bpf_map__is_internal(m))
				create_map(s, object, bpf_map__name(m));
	if (!s->bad && !bpf_object__next_program(o, NULL) && bpf_object__load(o))
		wrong(s, 0, "cannot be loaded: %s", said);
	bpf_object__for_each_program(p, o)
		load_program(s, object, bpf_program__name(p));
	bpf_object__close(o);
	for (int i = 0; s->bad && i < s->n; i++, count.quotes++)
		if (!s->quotes[i].met)
			wrong(s, s->quotes[i].line, "the kernel never says \"%s\"", s->quotes[i].text);
}

/* ---- */

static bool compile(const char *clang, const char *include, const char *source, const char *object)
{
	const char *argv[] = {clang, "-O2", "-g", "-target", "bpf", "-mcpu=v3", "-w", "-fno-exceptions", "-I", include, "-c", source, "-o", object, NULL};
	int status;
	pid_t pid;

	return !posix_spawnp(&pid, clang, NULL, NULL, (char **)argv, environ) && waitpid(pid, &status, 0) == pid && !status;
}

/* Asks for the smallest program there is. */
static bool may_load(void)
{
	struct bpf_insn insns[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
	int fd = bpf_prog_load(BPF_PROG_TYPE_XDP, "replay", "GPL", insns, 2, NULL);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int main(int argc, char **argv)
{
	struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
	char object[] = "/tmp/replay-XXXXXX";
	int fd, skipped = 0, files = 0;
	struct utsname kernel;

	if (argc < 3) {
		fprintf(stderr, "usage: replay CLANG INCLUDE-DIR FILE.bpf.c...\n");
		return 2;
	}
	libbpf_set_print(keep);
	setrlimit(RLIMIT_MEMLOCK, &all);
	if (uname(&kernel) || !may_load()) {
		printf("skipped: this user may not load BPF programs here\n");
		return 77;
	}
	fd = mkstemp(object);
	if (fd < 0)
		return 2;
	close(fd);
	for (int i = 3; i < argc; i++) {
		static struct source s;

		memset(&s, 0, sizeof s);
		s.path = argv[i];
		s.name = strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i];
		s.bad = !strncmp(s.name, "bad", 3);
		if (read_source(&s) && s.left_out)
			continue;
		if (!compile(argv[1], argv[2], argv[i], object)) {
			wrong(&s, 0, "does not compile");
		} else if (s.needs > version_of(kernel.release)) {
			printf("%s: skipped: needs kernel %u.%u\n", s.path, s.needs >> 8, s.needs & 255);
			skipped++;
		} else {
			files++;
			replay(&s, object);
		}
	}
	unlink(object);
	printf("kernel %s: %d files, %d programs, %d maps, %d quotes, %d disagreements; %d files skipped\n", kernel.release, files,
	       count.programs, count.maps, count.quotes, count.wrong, skipped);
	return count.wrong ? 1 : 0;
}
