// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* verify: asks the running kernel about each program of an object, and tells what it says at the source line. */
#include "cmd.h"
#include "kernel/kernel.h"
#include "verify/load.h"
#include "verify/object.h"
#include "verify/outcome.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { KEY_LOG = 256 };

struct verify {
	const char *program, *log_folder;
	bool json, colour, failed;
	VEC(const char *) paths;
	struct outcomes all;
	struct arena *arena;
	uint32_t kernel;         /* KVER of the running one */
};

static const struct argp_option arguments[] = {
	{"program", 'p', "NAME", 0, "only this program", 0},
	{"format", 'f', "FORMAT", 0, "text (default) or json", 0},
	{"log", KEY_LOG, "FOLDER", 0, "keep what the verifier said in FOLDER/OBJECT.PROGRAM.log", 0},
	{0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct verify *v = state->input;

	switch (key) {
	case 'p':
		v->program = value;
		return 0;
	case 'f':
		v->json = !strcmp(value, "json");
		if (!v->json && strcmp(value, "text"))
			argp_error(state, "no format '%s'; there are text and json", value);
		return 0;
	case KEY_LOG:
		v->log_folder = value;
		return 0;
	case ARGP_KEY_ARG:
		vec_push(&v->paths, value);
		return 0;
	case ARGP_KEY_END:
		if (!v->paths.n)
			argp_error(state, "give objects, as 'clang -target bpf -O2 -g -c' makes them");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	arguments, parse, "OBJECT...",
	"Loads each program of BPF objects alone, for the verifier's verdict, and tells a rejection at the source line.\v"
	"Nothing is attached, pinned or run, and nothing is left behind. Needs root, because loading does.\n\n"
	"Exit status: 0 all were accepted, 1 some were rejected, 2 it could not run, or nothing can be said of some.",
	NULL, NULL, NULL,
};

/* ---- one program ---- */

/* A helper that the program type may call, but not on this machine. (Of struct_ops programs, the member decides.) */
static bool is_configuration(const struct verify *v, const struct load *l, const struct outcome *o, const struct log *log)
{
	const struct helper_facts *h;
	struct message_match match;
	struct slice line;

	if (!o->class_name || strcmp(o->class_name, "helper-program") || l->type == PROG_STRUCT_OPS)
		return false;
	(void)story_message(log, &match, &line);
	h = match.nargs > 1 ? kernel_helper_in((uint32_t)kernel_message_number(&match, 1), (enum prog_type)l->type) : NULL;
	return h && kernel_helper_available_at(h, (enum prog_type)l->type, (attach_type)l->attach, v->kernel) != FACT_NO;
}

static void not_told(struct outcome *o, const char *reason)
{
	o->verdict = OUTCOME_CANNOT_SAY;
	o->reason = arena_printf(o->report->arena, "%s", reason);
	o->told = false;
	o->fix = NULL;
}

static bool is_map_of_maps(const struct absent_map *m)
{
	const struct map_facts *facts = kernel_map((enum map_type)m->type);

	return facts && facts->lookup == LOOKUP_INNER_MAP;
}

/* A map that this kernel should be able to create is itself to blame. */
static bool is_bad_map(const struct verify *v, const struct absent_map *m)
{
	const struct map_facts *facts = kernel_map((enum map_type)m->type);

	return facts && facts->since <= v->kernel && !is_map_of_maps(m) && (strstr(m->why, "(-22)") || strstr(m->why, "(-7)")); /* EINVAL, E2BIG */
}

/* Tells what libbpf said. */
static void by_libbpf(struct outcome *o, const char *why)
{
	struct log log = {.verdict = LOG_REJECTED};
	struct slice said = {why, (uint32_t)strlen(why)};

	vec_push(&log.said, said);
	o->by_libbpf = true;
	o->reason = NULL;
	story_tell(o, &log, NULL);
	vec_free(&log.said);
}

/* The verifier did not get to see the program. */
static void judge_without_log(const struct verify *v, struct outcome *o, const struct load *l)
{
	if (l->error == EPERM) {
		not_told(o, arena_printf(v->arena, "the kernel answers 'Operation not permitted' before it looks at the program: programs of section "
					 "'%s' cannot be loaded here", o->section));
	} else if (!l->why) {
		not_told(o, arena_printf(v->arena, "the kernel refuses to look at the program: %s",
					 l->error == 524 ? "not supported (ENOTSUPP)" : strerror(l->error)));
	} else {
		by_libbpf(o, l->why);
		if (!o->reason)
			not_told(o, l->why);
	}
}

/* The one that the verifier misses, or NULL. */
static const struct absent_map *missed_map(const struct load *l, const struct outcome *o, const struct log *log)
{
	struct message_match match;
	struct slice line;

	if (!o->class_name || strcmp(o->class_name, "map-missing"))
		return NULL;
	(void)story_message(log, &match, &line);
	for (uint32_t i = 0; i < l->nabsent && match.nargs; i++)
		if (slice_is((struct slice){match.arg[0].at, match.arg[0].n}, l->absent[i].name))
			return &l->absent[i];
	return NULL;
}

static const char *guess_words(const struct verify *v, const struct outcome *o, const struct load *l)
{
	const struct prog_facts *facts = kernel_prog((enum prog_type)l->type);

	return arena_printf(v->arena, "%s %s; the section '%s' does not say what type it is", l->error ? "as all types with this context, among them" : "as",
			    facts ? facts->name : "the type that its context tells", o->section);
}

static void judge_with_log(const struct verify *v, struct outcome *o, struct object *object, const struct load *l, struct log *log)
{
	struct places places = object_places(object);
	const struct absent_map *map;

	log->verdict = LOG_REJECTED;
	log->head_lost |= l->log_cut;
	if (l->insns)
		object_lay_out(object, o->program, l->insns, l->ninsns);
	story_tell(o, log, object_has_lines(object) ? &places : NULL);
	map = missed_map(l, o, log);
	if (map) {
		by_libbpf(o, map->why);
		if (is_map_of_maps(map))
			not_told(o, arena_printf(v->arena, "map '%s' needs an inner map, which user space gives before it loads the program", map->name));
		else if (!is_bad_map(v, map))
			not_told(o, map->why);
	} else if (is_configuration(v, l, o, log)) {
		not_told(o, arena_printf(v->arena, "%s, though other kernels let them: it is not configured here", o->kernel));
	} else if (o->verdict == OUTCOME_REJECTED && l->guessed) {
		o->reason = arena_printf(o->report->arena, "%s", guess_words(v, o, l));
	}
}

static void judge(const struct verify *v, struct outcome *o, struct object *object, const struct load *l)
{
	struct logs logs = {0};
	struct log *log;

	if (!l->error) {
		o->verdict = OUTCOME_ACCEPTED;
		o->without = arena_copy(v->arena, l->absent, l->nabsent * sizeof *l->absent);
		o->nwithout = l->nabsent;
		if (l->guessed)
			o->reason = arena_printf(o->report->arena, "%s", guess_words(v, o, l));
		return;
	}
	logs_read(&logs, l->log, strlen(l->log));
	log = logs.at.n ? &logs.at.at[logs.at.n - 1] : NULL;
	if (log && (log->said.n || log->path.n))
		judge_with_log(v, o, object, l, log);
	else
		judge_without_log(v, o, l);
	logs_free(&logs);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What is refused before any path is followed is shown without a line, and `bpfproof explain` has no object to ask. */
static const char *place_words(struct verify *v, const struct outcome *o, const char *text)
{
	const struct finding *f = o->report->findings.n ? &o->report->findings.at[0] : NULL;

	return o->verdict == OUTCOME_REJECTED && f && f->pos.line && !strstr(text, " @ ") ? arena_printf(v->arena, LOG_PLACE "%s:%u\n", f->pos.file, f->pos.line) : "";
}

static void keep_log(struct verify *v, const char *path, const struct outcome *o, const char *text)
{
	const char *to = arena_printf(v->arena, "%s/%s.%s.log", v->log_folder, base_name(path), o->program);
	FILE *f = fopen(to, "we");

	if (!f || fputs(text, f) == EOF || fputs(place_words(v, o, text), f) == EOF || fclose(f)) {
		(void)cannot("cannot write %s: %s", to, strerror(errno));
		v->failed = true;
	}
}

static void one_program(struct verify *v, const char *path, struct object *object, const struct program_name *p)
{
	struct outcome *o = outcomes_add(&v->all);
	struct load l;

	o->object = arena_printf(o->report->arena, "%s", path);
	o->program = arena_printf(o->report->arena, "%s", p->name);
	o->section = arena_printf(o->report->arena, "%s", p->section);
	load_program(&l, object, base_name(path), p, v->arena);
	judge(v, o, object, &l);
	if (v->log_folder)
		keep_log(v, path, o, l.log);
	load_done(&l);
	if (!v->json) {
		outcome_print(o, v->colour);
		fflush(stdout);
	}
}

/* ---- one object ---- */

static void object_cannot(struct verify *v, const char *path, const char *why)
{
	const struct message *m = kernel_message_match(why, strlen(why)).message;
	struct outcome *o = outcomes_add(&v->all);

	o->object = arena_printf(o->report->arena, "%s", path);
	not_told(o, arena_printf(v->arena, "libbpf cannot open it: %s", why));
	o->fix = m && m->class ? m->fix ? m->fix : m->class->fix : NULL;
	if (!v->json)
		outcome_print(o, v->colour);
}

static void one_object(struct verify *v, const char *path)
{
	struct program_name *list;
	struct object *object;
	const char *why;
	size_t n, found = 0;

	object = object_read(path, v->arena, &why);
	if (!object) {
		(void)cannot("%s: %s", path, why);
		v->failed = true;
		return;
	}
	if (!load_list(object, base_name(path), v->arena, &list, &n, &why)) {
		object_cannot(v, path, why);
		object_free(object);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (!v->program || !strcmp(v->program, list[i].name)) {
			one_program(v, path, object, &list[i]);
			found++;
		}
	if (!found) {
		const char **names = arena_alloc(v->arena, (n + 1) * sizeof(*names));

		for (size_t i = 0; i < n; i++)
			names[i] = list[i].name;
		v->failed = true;
		if (v->program)
			(void)cannot("%s: no program '%s'%s", path, v->program, did_you_mean(v->arena, v->program, names, n));
		else
			(void)cannot("%s: there are no programs in it", path);
	}
	object_free(object);
}

static uint32_t version_of(const char *release)
{
	unsigned major = 0, minor = 0;

	sscanf(release, "%u.%u", &major, &minor);
	return KVER(major, minor);
}

static int run(struct verify *v)
{
	struct utsname host;
	const char *why = load_possible();
	int status;

	if (why)
		return cannot("%s", why);
	if (v->log_folder && mkdir(v->log_folder, 0777) && errno != EEXIST)
		return cannot("cannot make %s: %s", v->log_folder, strerror(errno));
	if (!uname(&host)) {
		v->all.kernel = arena_printf(v->arena, "%s", host.release);
		v->kernel = version_of(host.release);
	}
	for (uint32_t i = 0; i < v->paths.n; i++)
		one_object(v, v->paths.at[i]);
	if (v->json)
		outcomes_print_json(&v->all);
	else if (v->all.at.n > 1)
		outcomes_print_sum(&v->all);
	status = outcomes_status(&v->all);
	if (fflush(stdout))
		return cannot("cannot write: %s", strerror(errno));
	return status == EXIT_CLEAN && v->failed ? EXIT_CANNOT : status;
}

int cmd_verify(int argc, char **argv)
{
	struct verify v = {.arena = arena_new(), .colour = isatty(STDOUT_FILENO)};
	int status;

	argp_parse(&argp, argc, argv, 0, NULL, &v);
	status = run(&v);
	outcomes_free(&v.all);
	vec_free(&v.paths);
	arena_free(v.arena);
	return status;
}
