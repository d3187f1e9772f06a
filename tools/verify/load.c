// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * load: see load.h. An object is opened anew for each of its programs, because loading changes it. What stands in the way of one
 * program but belongs to another is put aside: other programs, maps that cannot be created and are not used, struct_ops maps, kernel
 * symbols that only others use. libbpf says which these are, one at a time, and the load is tried again without. What user space
 * is meant to fill in before loading, the sizes of maps, gets the smallest value that will do.
 */
#include "verify/load.h"

#include "kernel/kernel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SAID = 1 << 14, MOST_TRIES = 400 };
enum { LOG_PATH = 1 /* BPF_LOG_LEVEL1 */, LOG_STATS = 4 }; /* kernel: include/linux/bpf_verifier.h */

/* libbpf talks to one callback for the whole process. */
static struct {
	char text[MOST_SAID];
	size_t n;
} said;

static int keep_said(enum libbpf_print_level level, const char *fmt, va_list args)
{
	size_t room = sizeof(said.text) - said.n;
	int n;

	if (level != LIBBPF_WARN || room < 2)
		return 0;
	n = vsnprintf(said.text + said.n, room, fmt, args);
	if (n > 0)
		said.n += (size_t)n < room ? (size_t)n : room - 1;
	return 0;
}

static void forget_said(void)
{
	said.n = 0;
	said.text[0] = '\0';
}

/* What libbpf says after every failure, whatever it was. */
static const char *const always_said[] = {
	"failed to load object", "BPF program load failed", ": failed to load: ", "load bpf program failed", "failed to load program",
};

static bool is_always_said(const char *line)
{
	for (size_t i = 0; i < ARRAY_LEN(always_said); i++)
		if (strstr(line, always_said[i]))
			return true;
	return false;
}

/* The first thing that libbpf said is the cause of the others. */
static const char *first_said(struct arena *a)
{
	const char *copy = arena_printf(a, "%s", said.text), *save;

	for (char *line = strtok_r((char *)copy, "\n", (char **)&save); line; line = strtok_r(NULL, "\n", (char **)&save)) {
		if (!strncmp(line, "libbpf: ", 8))
			line += 8;
		if (*line && !is_always_said(line))
			return line;
	}
	return NULL;
}

static char *log_room(void)
{
	static char *room;

	/* touched as far as the kernel writes */
	if (!room) {
		room = mmap(NULL, LOG_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (room == MAP_FAILED)
			__builtin_trap();
	}
	return room;
}

/* A section of which an older libbpf must hear before it opens an object: it looks at once whether maps hold the right programs. */
static void teach_libbpf(void)
{
	enum bpf_prog_type type;
	enum bpf_attach_type attach;

	if (libbpf_prog_type_by_name("struct_ops.s/member", &type, &attach))
		(void)libbpf_register_prog_handler("struct_ops.s+", BPF_PROG_TYPE_STRUCT_OPS, 0, NULL);
	forget_said();
}

const char *load_possible(void)
{
	/* r0 = 0; exit */
	static const struct bpf_insn nothing[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
	int fd;

	libbpf_set_print(keep_said);
	teach_libbpf();
	/* of a type that only privileged processes may load */
	fd = bpf_prog_load(BPF_PROG_TYPE_XDP, "bpfproof", "GPL", nothing, ARRAY_LEN(nothing), NULL);
	if (fd >= 0) {
		close(fd);
		return NULL;
	}
	if (errno == EPERM || errno == EACCES)
		return geteuid() ? "loading programs needs root, or CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN"
				 : "the kernel does not let this process load programs (a container, or lockdown)";
	return strerror(errno);
}

static struct bpf_object *open_object(struct object *object, const char *name)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts, .object_name = name);
	struct bpf_object *o;
	const void *bytes;
	size_t size;

	forget_said();
	libbpf_set_print(keep_said);
	bytes = object_bytes(object, &size);
	o = bpf_object__open_mem(bytes, size, &opts);
	return libbpf_get_error(o) ? NULL : o;
}

/* libbpf trusts objects, and a damaged one may end the process: so another process opens it first. */
static bool survives_opening(struct object *object, const char *name)
{
	int status = 0;
	pid_t child = fork();

	if (!child) {
		(void)open_object(object, name);
		_exit(0);
	}
	return child < 0 || waitpid(child, &status, 0) < 0 || !WIFSIGNALED(status);
}

bool load_list(struct object *object, const char *name, struct arena *a, struct program_name **list, size_t *n, const char **why)
{
	struct bpf_program *p;
	struct bpf_object *o;

	*n = 0;
	object_prepare(object, "", false);
	if (!survives_opening(object, name)) {
		*why = "a damaged object (libbpf crashes on it)";
		return false;
	}
	o = open_object(object, name);
	if (!o) {
		const char *error = strerror(errno), *line = first_said(a);

		*why = line ? line : error;
		return false;
	}
	bpf_object__for_each_program(p, o)
		++*n;
	*list = arena_alloc(a, (*n + 1) * sizeof(**list));
	*n = 0;
	bpf_object__for_each_program(p, o)
		(*list)[(*n)++] = (struct program_name){
			arena_printf(a, "%s", bpf_program__name(p)),
			arena_printf(a, "%s", bpf_program__section_name(p)),
		};
	bpf_object__close(o);
	return true;
}

/* ---- getting an object ready ---- */

/* Do programs of this type take this struct? */
static bool takes(enum prog_type type, const char *context)
{
	const struct prog_facts *facts = kernel_prog(type);

	return facts && facts->ctx && facts->ctx->name && context && !strcmp(facts->ctx->name, context);
}

/* The type whose programs take this struct. */
static enum prog_type type_taking(const char *context)
{
	if (takes(PROG_SCHED_CLS, context))
		return PROG_SCHED_CLS; /* of many, the one that most objects are for */
	for (int type = PROG_UNSPEC + 1; type < PROG_TYPES; type++)
		if (takes((enum prog_type)type, context))
			return (enum prog_type)type;
	return PROG_UNSPEC;
}

/* A section that this libbpf does not know may be one that we do; else the program's argument may tell, or `guess` does. */
static void set_type(struct load *l, struct bpf_program *p, const struct object *object, enum prog_type guess)
{
	const char *section = bpf_program__section_name(p);
	const struct section_facts *s = kernel_section(section);

	l->attach = s ? s->attach : ATTACH_NONE;
	if (bpf_program__type(p) == BPF_PROG_TYPE_UNSPEC) {
		if (!s)
			s = kernel_section_legacy(section);
		l->guessed = !s;
		if (!s && guess == PROG_UNSPEC)
			guess = type_taking(object_context(object, bpf_program__name(p)));
		bpf_program__set_type(p, (enum bpf_prog_type)(s ? s->prog : guess));
		if (s && s->attach != ATTACH_NONE)
			bpf_program__set_expected_attach_type(p, (enum bpf_attach_type)(s->attach - 1));
	}
	if (s && s->sleepable)
		bpf_program__set_flags(p, bpf_program__flags(p) | BPF_F_SLEEPABLE);
	l->type = (uint32_t)bpf_program__type(p);
}

static uint32_t some_size(enum size_rule rule, uint32_t fixed)
{
	switch (rule) {
	case SIZE_FIXED: return fixed;
	case SIZE_LPM_KEY:
	case SIZE_STACK:
	case SIZE_8_OR_16: return 8;
	case SIZE_ANY:
	case SIZE_FOUR:
	case SIZE_4_OR_8: return 4;
	default: return 0;
	}
}

static void fill_in_sizes(struct bpf_map *m)
{
	const struct map_facts *facts = kernel_map((enum map_type)bpf_map__type(m));

	if (!facts || bpf_map__is_internal(m))
		return;
	if (!bpf_map__max_entries(m) && facts->entries == ENTRIES_POW2_PAGE)
		bpf_map__set_max_entries(m, (uint32_t)sysconf(_SC_PAGESIZE));
	else if (!bpf_map__max_entries(m) && facts->entries == ENTRIES_POSITIVE)
		bpf_map__set_max_entries(m, 1);
	if (!bpf_map__key_size(m) && some_size(facts->key, facts->key_fixed))
		bpf_map__set_key_size(m, some_size(facts->key, facts->key_fixed));
	if (!bpf_map__value_size(m) && some_size(facts->value, facts->value_fixed))
		bpf_map__set_value_size(m, some_size(facts->value, facts->value_fixed));
}

/*
 * Newer libbpf loads a struct_ops program only with a map that it is in, and with it all that are in that map: so the other members are
 * emptied. (Before 1.4 there is nothing to be seen here, and no need.) Is the program in this map?
 */
static bool leave_alone_in(struct bpf_map *m, struct bpf_object *o, const struct bpf_program *wanted)
{
	struct bpf_program *p;
	bool found = false;
	size_t size = 0;
	const void **slot = (const void **)bpf_map__initial_value(m, &size);

	for (size_t i = 0; slot && i < size / sizeof(*slot); i++)
		bpf_object__for_each_program(p, o) {
			if (slot[i] != p)
				continue;
			found |= p == wanted;
			if (p != wanted)
				slot[i] = NULL;
			break;
		}
	return found;
}

static struct bpf_program *prepare(struct bpf_object *o, const char *program, const struct load *l)
{
	struct bpf_program *p, *wanted = NULL;
	struct bpf_map *m;

	bpf_object__for_each_program(p, o) {
		bool this = !wanted && !strcmp(bpf_program__name(p), program);

		bpf_program__set_autoload(p, this);
		if (this)
			wanted = p;
	}
	bpf_object__for_each_map(m, o) {
		bool create = bpf_map__type(m) != BPF_MAP_TYPE_STRUCT_OPS || leave_alone_in(m, o, wanted);

		bpf_map__set_pin_path(m, NULL);
		fill_in_sizes(m);
		for (uint32_t i = 0; i < l->nabsent; i++)
			create &= strcmp(bpf_map__name(m), l->absent[i].name) != 0;
		if (!create) /* a program can be verified without it */
			bpf_map__set_autocreate(m, false);
	}
	return wanted;
}

/* ---- loading ---- */

/* What stands in quotes before `words`, or behind them when they end in a quote. */
static const char *quoted(struct arena *a, const char *words, bool behind)
{
	const char *at = strstr(said.text, words), *start = at, *end = at;

	if (!at)
		return NULL;
	if (behind) {
		start = at + strlen(words);
		end = strchr(start, '\'');
	}
	while (!behind && start > said.text && start[-1] != '\'')
		start--;
	return end ? arena_printf(a, "%.*s", (int)(end - start), start) : NULL;
}

static const char *missing_symbol(struct arena *a)
{
	const char *name = quoted(a, "extern (func ksym) '", true);

	if (!name)
		name = quoted(a, "extern (var ksym) '", true);
	return name ? name : quoted(a, "' (strong): not resolved", false);
}

/* Tail calls to programs that were not loaded are set up last. Maps in maps have slots, too, but those are filled before. */
static bool past_the_verifier(void)
{
	const char *at = strstr(said.text, "failed to initialize slot");

	return at && strstr(at, "] to prog '");
}

static char last_words[1 << 16]; /* without a log; not NULL: libbpf would try again, with more and more room */

static int load_once(struct bpf_object *o, struct bpf_program *p, bool with_log)
{
	char *room = with_log ? log_room() : last_words;
	int error;

	room[0] = '\0';
	bpf_program__set_log_buf(p, room, with_log ? LOG_ROOM : sizeof(last_words));
	bpf_program__set_log_level(p, with_log ? LOG_PATH : LOG_STATS);
	error = bpf_object__load(o) ? errno : bpf_program__fd(p) < 0 ? ECANCELED : 0;
	return past_the_verifier() ? 0 : error;
}

/* Is there something that the next try can do without? */
static bool put_aside(struct load *l, struct object *object, const char *program, struct arena *a)
{
	const char *map = quoted(a, "': failed to create", false), *symbol = missing_symbol(a);

	if (map && l->nabsent < MOST_ABSENT) {
		const struct bpf_map *m = bpf_object__find_map_by_name(l->opened, map);

		l->absent[l->nabsent++] = (struct absent_map){map, first_said(a), m ? (uint32_t)bpf_map__type(m) : 0};
		return true;
	}
	return symbol && object_missing(object, program, symbol);
}

static void try(struct load *l, struct object *object, const char *name, const struct program_name *program, enum prog_type guess,
		bool with_log, struct arena *a)
{
	bool struct_ops = !strncmp(program->section + (*program->section == '?'), "struct_ops", strlen("struct_ops"));

	l->nabsent = 0;
	for (int tries = 0; tries < MOST_TRIES; tries++) {
		struct bpf_program *p;

		load_done(l);
		object_prepare(object, program->name, struct_ops);
		l->opened = open_object(object, name);
		p = l->opened ? prepare(l->opened, program->name, l) : NULL;
		if (!p) {
			l->error = l->opened ? ENOENT : errno;
			return;
		}
		set_type(l, p, object, guess);
		l->error = load_once(l->opened, p, with_log);
		l->insns = bpf_program__insns(p);
		l->ninsns = bpf_program__insn_cnt(p);
		if (!l->error || !put_aside(l, object, program->name, a))
			return;
	}
}

/* Refused as one type, it may be meant for another. */
static bool try_other_types(struct load *l, struct object *o, const char *name, const struct program_name *program, struct arena *a)
{
	const char *context = object_context(o, program->name);
	uint32_t refused = l->type;

	for (int type = PROG_UNSPEC + 1; type < PROG_TYPES; type++) {
		if ((uint32_t)type == refused || !takes((enum prog_type)type, context))
			continue;
		try(l, o, name, program, (enum prog_type)type, false, a);
		if (!l->error)
			return true;
	}
	return false;
}

void load_program(struct load *l, struct object *o, const char *name, const struct program_name *program, struct arena *a)
{
	*l = (struct load){.log = ""};
	try(l, o, name, program, PROG_UNSPEC, true, a);
	if (l->error && l->guessed && !try_other_types(l, o, name, program, a))
		try(l, o, name, program, PROG_UNSPEC, true, a);
	l->why = l->error == ECANCELED ? "libbpf left this program out" : l->error ? first_said(a) : NULL;
	l->log = log_room();
	if (l->error != ENOSPC)
		return;
	/* the log did not fit, and that hides what the verdict was */
	l->log_cut = true;
	try(l, o, name, program, PROG_UNSPEC, false, a);
}

double load_time(struct object *o, const char *name, const struct program_name *program, struct arena *a)
{
	static const char words[] = "verification time ";
	struct load l = {.log = ""};
	const char *said;

	try(&l, o, name, program, PROG_UNSPEC, false, a);
	said = l.error ? NULL : strstr(last_words, words);
	load_done(&l);
	return said ? strtod(said + strlen(words), NULL) : -1;
}

void load_done(struct load *l)
{
	bpf_object__close(l->opened);
	l->opened = NULL;
	l->insns = NULL;
	l->ninsns = 0;
}
