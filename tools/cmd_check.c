// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * check: runs clang with the plugin over files, or over the BPF part of a compile database, several at a time. The
 * plugin writes its findings as JSON lines, which become one report. As text, what clang itself printed is passed on
 * instead, with its excerpts and colours.
 */
#include "cmd.h"
#include "btf.h"
#include "compdb.h"
#include "findings.h"
#include "host.h"
#include "job.h"
#include "object/listing.h"
#include "object/lower.h"
#include "options.h"
#include "report/report.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { KEY_CLANG = 256, KEY_PROGRAM, KEY_KERNEL, KEY_BTF, KEY_PEDANTIC, KEY_RULE, KEY_ENABLE, KEY_DISABLE, KEY_STATS, KEY_NOT_MODELLED, KEY_OPTION, KEY_OBJECT };

struct check {
	struct arena *arena;
	const struct check_use *use;  /* NULL: findings */
	const char *build, *clang;
	const struct sink *sink;
	unsigned parallel;
	VEC(const char *) options;    /* for the plugin, as "kernel=5.15" */
	struct options *parsed;       /* the same, to refuse mistakes before anything runs */
	VEC(char *) files, flags;     /* before and behind "--" */
	VEC(char *) objects;          /* compiled already */
	const char *program;
	bool both;                    /* sources, and the objects they become */
	char *made;                   /* where these are made: N.o */

	struct compiles compiles;
	struct report *report;
	size_t ended, told, with_findings, failed;
	bool terminal_in, terminal_out; /* progress; colours */
};

/* ---- arguments ---- */

static const struct argp_option arguments[] = {
	{"build", 'p', "BUILD", 0, "check what BUILD/compile_commands.json compiles for BPF", 0},
	{"clang", KEY_CLANG, "CLANG", 0, "the compiler (default: the newest there is a backend for)", 0},
	{"format", 'f', "FORMAT", 0, "text (default), json, jsonl, sarif or github", 0},
	{"jobs", 'j', "N", 0, "compiles at the same time (default: as many as processors)", 0},
	{"kernel", KEY_KERNEL, "VERSION", 0, "the oldest kernel that must take the programs, such as 5.15", 0},
	{"btf", KEY_BTF, "FILE", 0, "the BTF of the kernel in question, such as /sys/kernel/btf/vmlinux", 0},
	{"object", KEY_OBJECT, NULL, 0, "compile to objects too, check both, and say where the compiler undid a check", 0},
	{"program", KEY_PROGRAM, "NAME", 0, "of objects, only this program", 0},
	{"pedantic", KEY_PEDANTIC, NULL, 0, "also what may be rejected", 0},
	{"rule", KEY_RULE, "NAME:LEVEL", 0, "set a rule to off, warning or error", 0},
	{"enable", KEY_ENABLE, "NAMES", 0, "switch rules on; names may hold * and ?, commas between", 0},
	{"disable", KEY_DISABLE, "NAMES", 0, "switch rules off", 0},
	{"stats", KEY_STATS, NULL, 0, "how much of each program was explored, and what was not modelled", 0},
	{"not-modelled", KEY_NOT_MODELLED, NULL, 0, "what was not modelled, and where", 0},
	{"option", KEY_OPTION, "OPTION", 0, "any other option of the plugin", 0},
	{0},
};

static error_t add_option(struct check *c, struct argp_state *state, const char *name, const char *value)
{
	const char *option = value ? arena_printf(c->arena, "%s=%s", name, value) : name;
	const char *complaint = options_parse(c->parsed, option);

	if (complaint)
		argp_error(state, "%s", complaint);
	vec_push(&c->options, option);
	return 0;
}

static void set_format(struct check *c, struct argp_state *state, const char *name)
{
	const char *names[16];
	size_t n = 0;

	c->sink = report_sink(name);
	for (; report_sink_at(n) && n < ARRAY_LEN(names); n++)
		names[n] = report_sink_at(n)->name;
	if (!c->sink)
		argp_error(state, "no format '%s'%s", name, did_you_mean(c->arena, name, names, n));
}

static void set_jobs(struct check *c, struct argp_state *state, const char *value)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	if (!*value || *end || !n || n > 1024)
		argp_error(state, "'%s' is no number of jobs", value);
	c->parallel = (unsigned)n;
}

/* Compilers run elsewhere. */
static const char *absolute(struct check *c, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = arena_printf(c->arena, "%s", real ? real : path);

	free(real);
	return kept;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct check *c = state->input;

	switch (key) {
	case 'p':
		c->build = value;
		return 0;
	case 'f':
		set_format(c, state, value);
		return 0;
	case 'j':
		set_jobs(c, state, value);
		return 0;
	case KEY_CLANG:
		c->clang = value;
		return 0;
	case KEY_OBJECT:
		c->both = true;
		return 0;
	case KEY_PROGRAM:
		c->program = value;
		return 0;
	case KEY_KERNEL:
		return add_option(c, state, "kernel", value);
	case KEY_BTF:
		return add_option(c, state, "btf", absolute(c, value));
	case KEY_PEDANTIC:
		return add_option(c, state, "pedantic", NULL);
	case KEY_RULE:
		return add_option(c, state, "rule", value);
	case KEY_ENABLE:
		return add_option(c, state, "enable", value);
	case KEY_DISABLE:
		return add_option(c, state, "disable", value);
	case KEY_STATS:
		return add_option(c, state, "stats", NULL);
	case KEY_NOT_MODELLED:
		return add_option(c, state, "not-modelled", NULL);
	case KEY_OPTION:
		return add_option(c, state, value, NULL);
	case ARGP_KEY_ARG:
		if (image_is_object(value))
			vec_push(&c->objects, value);
		else
			vec_push(&c->files, value);
		return 0;
	case ARGP_KEY_END:
		if (!c->build && !c->files.n && !c->objects.n)
			argp_error(state, "give files, or a build folder with -p");
		if (c->build && c->flags.n)
			argp_error(state, "flags behind '--' are for files without -p; the compile database has its own");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	arguments,
	parse,
	"FILE... [-- CLANG-FLAG...]\n-p BUILD [FILE...]",
	"Proofreads BPF C files with clang and the plugin, and objects as they are.\v"
	"Files are compiled with -O2 -g -target bpf, the flags behind '--', and their own folder to search for headers; "
	"with -p they are compiled as the build does.\n\n"
	"Exit status: 0 nothing found, 1 findings, 2 could not run.",
	NULL, NULL, NULL,
};

/* ---- running ---- */

static const char *made_object(struct check *c, size_t i)
{
	return arena_printf(c->arena, "%s/%zu.o", c->made, i);
}

/* As text, clang itself prints what is found in sources. */
static bool printed_by_clang(const struct check *c)
{
	return !c->use && !strcmp(c->sink->name, "text");
}

/* clang FLAGS -fsyntax-only with the plugin; ours come last, where they win. */
static void make_job(struct check *c, const struct host *h, struct job *j, size_t i)
{
	const struct compile *in = &c->compiles.at.at[i];
	VEC(const char *) argv = {0};

	vec_push(&argv, c->clang);
	for (uint32_t k = 0; k < in->flags.n; k++)
		vec_push(&argv, in->flags.at[k]);
	if (c->both) {
		vec_push(&argv, "-c");
		vec_push(&argv, "-g");
		vec_push(&argv, "-o");
		vec_push(&argv, made_object(c, i));
		vec_push(&argv, "-fplugin-arg-bpfproof-object=yes");
	} else {
		vec_push(&argv, "-fsyntax-only");
	}
	vec_push(&argv, "-Wno-error=backend-plugin");
	vec_push(&argv, "-fno-crash-diagnostics"); /* or a crash leaves files in /tmp */
	vec_push(&argv, arena_printf(c->arena, "-fplugin=%s", h->plugin));
	for (uint32_t k = 0; k < c->options.n; k++)
		vec_push(&argv, arena_printf(c->arena, "-fplugin-arg-bpfproof-%s", c->options.at[k]));
	vec_push(&argv, "-fplugin-arg-bpfproof-output=" JOB_REPORT);
	vec_push(&argv, "-fplugin-arg-bpfproof-stats"); /* its line says that the plugin came to the end */
	if (c->use && c->use->option)
		vec_push(&argv, arena_printf(c->arena, "-fplugin-arg-bpfproof-%s", c->use->option));
	if (!printed_by_clang(c))
		vec_push(&argv, "-fplugin-arg-bpfproof-quiet");
	else if (c->terminal_out)
		vec_push(&argv, "-fcolor-diagnostics");
	vec_push(&argv, NULL);
	*j = (struct job){
		.argv = arena_copy(c->arena, argv.at, argv.n * sizeof(*argv.at)),
		.folder = in->folder,
	};
	vec_free(&argv);
}

static void progress(size_t ended, void *user)
{
	struct check *c = user;

	c->ended = ended;
	if (c->terminal_in && c->compiles.at.n > 1)
		fprintf(stderr, "\r\033[K[%zu/%u] ", ended, c->compiles.at.n);
}

static void clear_progress(const struct check *c)
{
	if (c->terminal_in && c->compiles.at.n > 1)
		fputs("\r\033[K", stderr);
}

/* "2 warnings generated." is about one compile; the sum of all comes at the end. */
static bool is_count(const char *line)
{
	return *line >= '0' && *line <= '9' && strstr(line, " generated.");
}

/* Is there an error in clang's output that is not a finding of ours at that level? */
static bool is_compile_error(const char *line)
{
	return (strstr(line, "error: ") || strstr(line, "error:\033")) && !strstr(line, "[bpf-");
}

static const struct {
	const char *words, *advice;
} advice[] = {
	{"'vmlinux.h' file not found",
	 "bpftool btf dump file /sys/kernel/btf/vmlinux format c > vmlinux.h makes one; say where it is with -- -IFOLDER"},
	{"'bpf/bpf_helpers.h' file not found", "install libbpf's headers (Debian: libbpf-dev), or add -- -IFOLDER"},
	{"file not found", "say where the header is with -- -IFOLDER, or use the project's own flags with -p BUILD"},
	{"unknown argument", "clang does not know this flag; was the compile database made for gcc?"},
};

#define NOT_CHECKED "bpfproof: the object was not checked"

static void fail(struct check *c, const struct compile *in, const struct job *j)
{
	c->failed++;
	if (j->status < 0)
		cannot("%s: clang could not be started: %s", in->file, strerror(errno));
	else if (j->status >= 128)
		cannot("%s: clang was killed by signal %d; please report this, with the file", in->file, j->status - 128);
	else if (j->status)
		cannot("%s: does not compile", in->file);
	else if (j->output.s && strstr(j->output.s, "bpfproof: not active"))
		cannot("%s: clang could not load the plugin", in->file);
	else if (j->output.s && strstr(j->output.s, NOT_CHECKED))
		cannot("%s: only the source was checked", in->file);
	else
		cannot("%s: clang ran without bpfproof: it acts on files that are compiled with -target bpf", in->file);
	for (size_t i = 0; j->output.s && i < ARRAY_LEN(advice); i++)
		if (strstr(j->output.s, advice[i].words)) {
			cannot("%s", advice[i].advice);
			return;
		}
}

/* What clang said goes to where findings go, or to standard error when they have another format. */
static bool pass_on(struct check *c, struct job *j)
{
	FILE *to = printed_by_clang(c) ? stdout : stderr;
	bool error = false;

	for (char *line = j->output.s, *next; line && *line; line = next) {
		next = strchr(line, '\n');
		next = next ? next + 1 : line + strlen(line);
		char kept = *next;

		*next = '\0';
		error |= is_compile_error(line);
		if (!is_count(line))
			fputs(line, to);
		*next = kept;
	}
	return error;
}

static void done(struct job *j, void *user)
{
	struct check *c = user;
	size_t i = c->told++;
	const struct compile *in = &c->compiles.at.at[i];
	uint32_t before = c->report->findings.n;
	int found = findings_read(c->report, &j->report, in->folder);
	bool error;

	clear_progress(c);
	error = pass_on(c, j);
	if (c->both)
		unlink(made_object(c, i));
	if (c->report->findings.n > before)
		c->with_findings++;
	if (found < 0 || j->status < 0 || j->status >= 128 || error || (c->both && j->output.s && strstr(j->output.s, NOT_CHECKED)))
		fail(c, in, j);
	progress(c->ended, c);
}

/* ---- what came of it ---- */

static void print_report(struct check *c, bool objects)
{
	bool text = !strcmp(c->sink->name, "text"), printed = printed_by_clang(c) && !objects;
	uint32_t findings = c->report->findings.n;
	struct text out = {0};

	c->report->tool_version = BPFPROOF_VERSION;
	c->report->show_stats = c->parsed->stats && !objects;
	c->report->show_unmodelled = (c->parsed->stats || c->parsed->not_modelled) && !objects;
	report_sort(c->report);
	if (printed)
		c->report->findings.n = 0;
	c->sink->print(c->report, c->terminal_out, &out);
	c->report->findings.n = findings;
	if (out.n)
		fwrite(out.s, 1, out.n, stdout);
	text_free(&out);
	if (text && findings && !objects)
		printf("%u finding%s in %zu of %u file%s\n", findings, findings == 1 ? "" : "s", c->with_findings,
		       c->compiles.at.n + c->objects.n, c->compiles.at.n + c->objects.n == 1 ? "" : "s");
}

/* ---- objects ---- */

struct sought {
	uint32_t slot;
	struct text text;
};

static bool print_slot(const struct listed *at, void *user)
{
	struct sought *s = user;

	if (at->slot == s->slot)
		code_print(&at->code, &s->text);
	return at->slot < s->slot;
}

/* Where no line record says what the source was, the instruction is shown: such findings stand in "FILE(function)". */
static void show_instructions(struct report *r, const struct image *m, struct arena *a)
{
	size_t n = strlen(m->path);

	for (uint32_t i = 0; i < r->findings.n; i++) {
		struct finding *f = &r->findings.at[i];
		const char *function = f->pos.file && !strncmp(f->pos.file, m->path, n) && f->pos.file[n] == '(' ? f->pos.file + n + 1 : NULL;
		struct sought s = {.slot = f->pos.line - 1};

		if (!function || !f->pos.line)
			continue;
		listing_walk(m, arena_printf(a, "%.*s", (int)strlen(function) - 1, function), print_slot, &s);
		f->told = false;
		if (s.text.n)
			report_note(r, f, &f->pos, arena_printf(a, "instruction %u of '%.*s': %s", s.slot, (int)strlen(function) - 1, function, s.text.s));
		text_free(&s.text);
	}
}

static struct unit *lower_object(const struct check *c, struct image *m, const char **why)
{
	struct core_kernel kernel = btf_core(c->parsed->btf);

	return lower_image(m, &(struct lower_options){.program = c->program, .kernel = c->parsed->btf ? &kernel : NULL}, why);
}

static void check_object(struct check *c, const char *path)
{
	struct arena *a = arena_new();
	uint32_t before = c->report->findings.n;
	struct image *m;
	struct unit *u;
	const char *why;

	m = image_read(path, a, &why);
	u = m ? lower_object(c, m, &why) : NULL;
	if (u && c->parsed->dump_model) {
		struct text model = {0};

		model_print(u, &model);
		fputs(model.s, stdout);
		text_free(&model);
	}
	if (u) {
		check_unit(u, &c->parsed->check, c->report);
		show_instructions(c->report, m, a);
		model_unit_free(u);
	} else {
		c->failed++;
		cannot("%s: %s", path, why);
	}
	image_free(m);
	c->with_findings += c->report->findings.n > before;
	arena_free(a);
}

static void check_objects(struct check *c)
{
	for (uint32_t i = 0; i < c->objects.n; i++)
		check_object(c, c->objects.at[i]);
	if (c->objects.n && !c->use && !strcmp(c->sink->name, "text"))
		print_report(c, true);
}

/* A folder of our own for what --object makes; each file is gone again when it was looked at. */
static bool make_folder(struct check *c)
{
	const char *where = getenv("TMPDIR");
	const char *pattern = arena_printf(c->arena, "%s/bpfproof-XXXXXX", where && *where ? where : "/tmp");

	c->made = arena_copy(c->arena, pattern, strlen(pattern) + 1);
	return mkdtemp(c->made);
}

static int run(struct check *c, const struct host *h)
{
	struct job *jobs = arena_alloc(c->arena, c->compiles.at.n * sizeof(*jobs));

	if (c->both && !make_folder(c))
		return cannot("cannot make '%s': %s", c->made, strerror(errno));
	check_objects(c);
	for (size_t i = 0; i < c->compiles.at.n; i++)
		make_job(c, h, &jobs[i], i);
	job_run(jobs, c->compiles.at.n, c->parallel, done, progress, c);
	clear_progress(c);
	if (c->both)
		rmdir(c->made);
	if (c->use)
		c->use->print(c->report, c->sink->name);
	else
		print_report(c, false);
	if (fflush(stdout))
		return cannot("cannot write: %s", strerror(errno));
	return c->failed ? EXIT_CANNOT : !c->use && c->report->findings.n ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* The compiler, and whether there is a backend for it. */
static const char *find_clang(struct check *c, const struct host *h)
{
	const char *named = c->clang;
	unsigned major;

	c->clang = named ? host_program(named, c->arena) : host_newest(h, "clang", c->arena);
	if (!c->clang && named)
		return arena_printf(c->arena, "there is no compiler '%s'", named);
	if (!c->clang)
		return arena_printf(c->arena, "found no clang of version %s (Debian: apt install clang-%u)",
				    host_majors(h, c->arena), h->majors[0]);
	if (!named)
		return NULL;
	major = host_major_of(c->clang);
	if (!major)
		return arena_printf(c->arena, "'%s' is no clang", named);
	if (!host_has(h, major))
		return arena_printf(c->arena, "'%s' is version %u; there are backends for %s (in %s)", named, major,
				    host_majors(h, c->arena), h->folder);
	return NULL;
}

static const char *find_compiles(struct check *c)
{
	for (uint32_t i = 0; i < c->files.n; i++)
		if (access(c->files.at[i], R_OK))
			return arena_printf(c->arena, "cannot read '%s': %s", c->files.at[i], strerror(errno));
	if (c->build)
		return compdb_read(&c->compiles, c->build, c->files.at, c->files.n, c->arena);
	compdb_files(&c->compiles, c->files.at, c->files.n, c->flags.at, c->flags.n, c->arena);
	return NULL;
}

static int prepare_and_run(struct check *c)
{
	struct host h;
	const char *why;

	if (!c->build && !c->files.n)
		return run(c, NULL); /* objects need no compiler */
	why = host_find(&h, c->arena);

	if (!why)
		why = find_clang(c, &h);
	if (!why)
		why = find_compiles(c);
	return why ? cannot("%s", why) : run(c, &h);
}

int cmd_check(int argc, char **argv)
{
	return check_files(argc, argv, NULL);
}

int check_files(int argc, char **argv, const struct check_use *use)
{
	struct argp mine_argp = argp;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct check c = {
		.arena = arena_new(),
		.use = use,
		.sink = report_sink("text"),
		.parallel = processors > 0 ? (unsigned)processors : 1,
		.parsed = options_new(),
		.report = report_new(),
		.terminal_in = isatty(STDERR_FILENO),
		.terminal_out = isatty(STDOUT_FILENO),
	};
	int mine = 1, status;

	/* argp would take flags for its own */
	while (mine < argc && strcmp(argv[mine], "--"))
		mine++;
	for (int i = mine + 1; i < argc; i++)
		vec_push(&c.flags, argv[i]);
	if (use)
		mine_argp.doc = use->about;
	if (use && use->option) /* for objects; a compiler is told in its arguments */
		options_parse(c.parsed, use->option);
	argp_parse(&mine_argp, mine, argv, 0, NULL, &c);
	status = prepare_and_run(&c);

	report_free(c.report);
	compdb_free(&c.compiles);
	options_free(c.parsed);
	vec_free(&c.options);
	vec_free(&c.files);
	vec_free(&c.objects);
	vec_free(&c.flags);
	arena_free(c.arena);
	return status;
}
