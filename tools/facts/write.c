// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* write: files of rows, and sets of program and attach types as the tables spell them. */
#include "facts.h"

#include <stdlib.h>

struct out out_open(struct facts *f, const char *file, const char *what)
{
	struct out o = {.file = file, .folder = f->folder};
	const char *path = arena_printf(f->arena, "%s/%s", f->folder, file);

	o.f = fopen(path, "w");
	if (!o.f) {
		perror(path);
		exit(2);
	}
	fprintf(o.f, "/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */\n"
		"/* Written by tools/scripts/refresh-facts from Linux %u.%u: changes belong there. %s */\n", f->major, f->minor, what);
	return o;
}

void out_close(struct facts *f, struct out *o)
{
	if (fclose(o->f)) {
		perror(o->file);
		exit(2);
	}
	printf("%-20s %5u rows\n", o->file, o->rows);
}

void not_derived(struct facts *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->missing++;
	printf("by hand: ");
	vprintf(fmt, ap);
	putchar('\n');
	va_end(ap);
}

/* ---- numbers and their names ---- */

/* The name of the first constant of that enum with this value, without its prefix. */
static const char *name_of(struct facts *f, const char *any, const char *prefix, int64_t value)
{
	size_t n, len = strlen(prefix);
	const struct top *t = source_enum_of(f->source, any, &n);
	const char *name = NULL;

	for (size_t i = 0; i < n; i++)
		if (t[i].value == value && !strncmp(t[i].name, prefix, len) && (!name || strstr(name, "_DEPRECATED")))
			name = t[i].name + len;
	return name ? name : arena_printf(f->arena, "%lld", (long long)value);
}

/* These are asked for many times. */
struct names {
	const char *any, *prefix;
	VEC(const char *) at;
};

static const char *cached(struct facts *f, struct names *names, int value)
{
	while (value >= 0 && names->at.n <= (uint32_t)value) {
		const char *name = name_of(f, names->any, names->prefix, names->at.n);

		vec_push(&names->at, name);
	}
	return value >= 0 ? names->at.at[value] : "?";
}

const char *prog_name(struct facts *f, int type)
{
	static struct names names = {"BPF_PROG_TYPE_XDP", "BPF_PROG_TYPE_", {0}};

	return cached(f, &names, type);
}

const char *attach_name(struct facts *f, int attach)
{
	static struct names names = {"BPF_XDP_DEVMAP", "BPF_", {0}};

	return cached(f, &names, attach);
}

const char *map_name(struct facts *f, int type)
{
	static struct names names = {"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_", {0}};

	return cached(f, &names, type);
}

const char *helper_name(struct facts *f, int id)
{
	static struct names names = {"BPF_FUNC_map_lookup_elem", "BPF_FUNC_", {0}};

	return cached(f, &names, id);
}

/* One more than the largest constant of that enum; older ones have no __MAX at their end. */
static int count(struct facts *f, const char *any)
{
	size_t n;
	const struct top *t = source_enum_of(f->source, any, &n);
	int64_t most = -1;

	for (size_t i = 0; i < n; i++)
		if (t[i].value > most && strncmp(t[i].name, "__MAX", 5))
			most = t[i].value;
	return (int)most + 1;
}

int prog_count(struct facts *f)
{
	return count(f, "BPF_PROG_TYPE_XDP");
}

int map_count(struct facts *f)
{
	return count(f, "BPF_MAP_TYPE_HASH");
}

int helper_count(struct facts *f)
{
	return (int)source_enum_or(f->source, "__BPF_FUNC_MAX_ID", 0);
}

/* ---- sets ---- */

struct set {
	const char *name, *types;
};

/* BASE: what gets the base helpers. */
static const struct set prog_sets[] = {
	{"BASE", "SOCKET_FILTER KPROBE SCHED_CLS SCHED_ACT TRACEPOINT XDP PERF_EVENT CGROUP_SKB CGROUP_SOCK "
	 "LWT_IN LWT_OUT LWT_XMIT SOCK_OPS SK_SKB CGROUP_DEVICE SK_MSG RAW_TRACEPOINT CGROUP_SOCK_ADDR LWT_SEG6LOCAL SK_REUSEPORT FLOW_DISSECTOR "
	 "CGROUP_SYSCTL RAW_TRACEPOINT_WRITABLE CGROUP_SOCKOPT TRACING STRUCT_OPS LSM SK_LOOKUP SYSCALL NETFILTER"},
	{"PROBES", "KPROBE TRACEPOINT PERF_EVENT RAW_TRACEPOINT RAW_TRACEPOINT_WRITABLE"},
	{"LWT", "LWT_IN LWT_OUT LWT_XMIT LWT_SEG6LOCAL"},
	{"CGROUP", "CGROUP_SOCK CGROUP_DEVICE CGROUP_SYSCTL CGROUP_SOCKOPT"},
	{"TC", "SCHED_CLS SCHED_ACT"},
};

static uint64_t set_bits(struct facts *f, const struct set *set)
{
	uint64_t bits = 0;

	for (const char *p = set->types; *p; p += strcspn(p, " "), p += *p == ' ') {
		const char *name = arena_printf(f->arena, "BPF_PROG_TYPE_%.*s", (int)strcspn(p, " "), p);
		int64_t type;

		if (source_enum(f->source, name, &type))
			bits |= UINT64_C(1) << type;
	}
	return bits;
}

static const char *terms(struct facts *f, uint64_t bits, bool sets, uint32_t *n)
{
	const char *s = "", *bar = "";

	*n = 0;
	for (size_t i = 1; sets && i < ARRAY_LEN(prog_sets); i++) {
		uint64_t set = set_bits(f, &prog_sets[i]);

		if (set && !(set & ~bits)) {
			s = arena_printf(f->arena, "%s%s%s", s, bar, prog_sets[i].name);
			bar = " | ";
			bits &= ~set;
			++*n;
		}
	}
	for (int t = 0; t < 64; t++)
		if (bits >> t & 1) {
			s = arena_printf(f->arena, "%s%sP(%s)", s, bar, prog_name(f, t));
			bar = " | ";
			++*n;
		}
	return s;
}

const char *prog_set(struct facts *f, uint64_t progs)
{
	uint64_t base = set_bits(f, &prog_sets[0]), outside = progs & ~base, lacking = base & ~progs;
	uint32_t nplain, nlacking, noutside;
	const char *plain, *less, *more;

	if (!progs)
		return "0";
	plain = terms(f, progs, true, &nplain);
	less = terms(f, lacking, true, &nlacking);
	more = terms(f, outside, true, &noutside);
	if (nplain <= nlacking + noutside + 1)
		return plain;
	if (!lacking)
		return outside ? arena_printf(f->arena, "BASE | %s", more) : "BASE";
	less = arena_printf(f->arena, nlacking > 1 ? "BASE & ~(%s)" : "BASE & ~%s", less);
	return outside ? arena_printf(f->arena, "(%s) | %s", less, more) : less;
}

const char *attach_set(struct facts *f, uint64_t attach)
{
	const char *s = "", *bar = "";

	for (int a = 1; a < 64; a++)
		if (attach >> a & 1) {
			s = arena_printf(f->arena, "%s%sA(%s)", s, bar, attach_name(f, a - 1));
			bar = " | ";
		}
	return *s ? s : "0";
}

void facts_sets(struct facts *f)
{
	struct out o = out_open(f, "prog_sets.def", "Sets of program types that rows share.");

	for (size_t i = 0; i < ARRAY_LEN(prog_sets); i++) {
		uint64_t bits = set_bits(f, &prog_sets[i]);
		int column;

		column = fprintf(o.f, "#define %s (", prog_sets[i].name);
		for (int t = 0, first = 1; t < 64; t++) {
			if (!(bits >> t & 1))
				continue;
			if (column > 90)
				column = fprintf(o.f, " | \\\n\t") + 5, first = 1;
			column += fprintf(o.f, "%sP(%s)", first ? "" : " | ", prog_name(f, t));
			first = 0;
		}
		fprintf(o.f, ")\n");
		o.rows++;
	}
	out_close(f, &o);
}

/* ---- rows that may be longer than a line ---- */

void row_begin(struct row *r, struct out *o, const char *start)
{
	r->o = o;
	r->column = 8 + fprintf(o->f, "\t%s", start) - 1;
	r->first = true;
	o->rows++;
}

/* One more ".member = value"; it goes to the next line when it would not fit. */
void row_add(struct row *r, const char *fmt, ...)
{
	char text[4096];
	int n;
	va_list ap;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!r->first)
		r->column += fprintf(r->o->f, ",");
	if (r->column + 1 + n > 124 && r->column > 16) {
		fprintf(r->o->f, "\n\t\t");
		r->column = 16;
	} else if (!r->first) {
		r->column += fprintf(r->o->f, " ");
	}
	r->first = false;
	/* what is longer than a line is broken behind a '|' or ',' */
	for (const char *p = text; *p;) {
		size_t part = strcspn(p, "|,");

		part += p[part] != 0;
		if (r->column + (int)part > 126 && p != text) {
			fprintf(r->o->f, "\n\t\t\t");
			r->column = 24;
			p += strspn(p, " ");
			part = strcspn(p, "|,");
			part += p[part] != 0;
		}
		r->column += fprintf(r->o->f, "%.*s", (int)part, p);
		p += part;
	}
}

void row_end(struct row *r, const char *end)
{
	fprintf(r->o->f, "%s\n", end);
}
