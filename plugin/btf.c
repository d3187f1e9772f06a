// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * btf: looking things up in a kernel's BTF. Modules are read when something is not in the kernel proper, and answers
 * are remembered, because a unit asks for the same few names over and over.
 *
 * Kernel: btf_ctx_access(). libbpf: find_kernel_btf_id(), bpf_object__resolve_ksym_func_btf_id(), bpf_core_match_member().
 */
#include "btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct answer {
	enum btf_what what;
	const char *name;
	const struct btf_func *func;
};

struct record {
	const char *name;
	const struct btf_type *t;
};

struct module {
	const char *name;
	struct btf *btf;          /* NULL: there is none that can be read */
};

struct btf_file {
	struct kernel_btf shown;  /* first, so that one is the other */
	struct arena *arena;
	struct btf *kernel;
	VEC(struct module) modules;
	bool modules_read;
	VEC(struct answer) known;
	VEC(struct record) records; /* of the kernel proper, by name; made when first asked for */
};

/* ---- types ---- */

static const struct btf_type *plain(const struct btf *btf, uint32_t id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t) || btf_is_type_tag(t)))
		t = btf__type_by_id(btf, t->type);
	return t;
}

static const char *kind_words(const struct btf_type *t)
{
	static const char *const words[] = {
		[BTF_KIND_UNKN] = "UNKNOWN", [BTF_KIND_INT] = "INT", [BTF_KIND_PTR] = "PTR", [BTF_KIND_ARRAY] = "ARRAY",
		[BTF_KIND_STRUCT] = "STRUCT", [BTF_KIND_UNION] = "UNION", [BTF_KIND_ENUM] = "ENUM", [BTF_KIND_FWD] = "FWD",
		[BTF_KIND_FUNC_PROTO] = "FUNC_PROTO", [BTF_KIND_FLOAT] = "FLOAT", [BTF_KIND_ENUM64] = "ENUM64",
	};
	uint32_t kind = btf_kind(t);

	return kind < ARRAY_LEN(words) && words[kind] ? words[kind] : "UNKNOWN";
}

/* __user, __percpu, __rcu: another trust, or another memory. */
static bool is_tagged(const struct btf *btf, uint32_t id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t) || btf_is_type_tag(t))) {
		if (btf_is_type_tag(t))
			return true;
		t = btf__type_by_id(btf, t->type);
	}
	return false;
}

/* Pointers to functions have no names for their parameters, but the functions do that stand for them. */
static void take_names(const struct btf *btf, struct btf_func *func, const char *function)
{
	int id = btf__find_by_name_kind(btf, function, BTF_KIND_FUNC);
	const struct btf_type *proto = id > 0 ? btf__type_by_id(btf, btf__type_by_id(btf, (uint32_t)id)->type) : NULL;

	if (!proto || !btf_is_func_proto(proto) || btf_vlen(proto) != func->nargs)
		return;
	for (uint32_t i = 0; i < func->nargs; i++) {
		const char *name = btf__name_by_offset(btf, btf_params(proto)[i].name_off);

		if (name && *name)
			func->args[i].name = name;
	}
}

static struct btf_arg argument(const struct btf *btf, uint32_t id, uint32_t name_off)
{
	const struct btf_type *t = plain(btf, id), *to;
	const char *name = btf__name_by_offset(btf, name_off);
	struct btf_arg a = {.is = BTF_NUMBER, .name = name ? name : "", .type = t ? kind_words(t) : "UNKNOWN"};

	if (!id || !t)
		return a;
	a.bytes = btf_is_ptr(t) ? 8 : (t->size + 7) & ~7u;
	if (!btf_is_ptr(t)) {
		a.is = btf_is_int(t) || btf_is_any_enum(t) || btf_is_composite(t) ? BTF_NUMBER : BTF_REFUSED;
		return a;
	}
	a.pointer = true;
	to = plain(btf, t->type);
	if (to && !btf_is_void(to) && !btf_is_int(to)) {
		a.is = btf_is_composite(to) ? BTF_OBJECT : BTF_REFUSED;
		a.type = kind_words(to);
	}
	if (a.is == BTF_OBJECT && btf_is_struct(to) && !is_tagged(btf, t->type) && *btf__name_by_offset(btf, to->name_off))
		a.record = btf__name_by_offset(btf, to->name_off);
	return a;
}

static struct btf_func *prototype(struct btf_file *f, const struct btf *btf, const char *name, const struct btf_type *proto, bool hidden)
{
	struct btf_func *func = arena_alloc(f->arena, sizeof(*func));
	const struct btf_param *p = btf_params(proto);
	uint32_t n = btf_vlen(proto);

	func->name = name;
	func->hidden = hidden && n;
	func->whole = n <= BTF_MAX_ARGS;
	func->result = argument(btf, proto->type, 0);
	for (uint32_t i = 0; i < n && i < BTF_MAX_ARGS; i++) {
		if (i == n - 1 && !p[i].type) /* ... */
			func->whole = false;
		else
			func->args[func->nargs++] = argument(btf, p[i].type, p[i].name_off);
	}
	return func;
}

/* ---- names ---- */

static const struct btf_func *find_in(struct btf_file *f, const struct btf *btf, uint32_t from, enum btf_what what, const char *name)
{
	char tracepoint[256];
	const char *wanted = name;
	uint32_t n = btf__type_cnt(btf), kind = what == BTF_FUNC ? BTF_KIND_FUNC : BTF_KIND_TYPEDEF;

	if (what == BTF_TRACEPOINT) {
		snprintf(tracepoint, sizeof(tracepoint), "btf_trace_%s", name);
		wanted = tracepoint;
	}
	for (uint32_t id = from; id < n; id++) {
		const struct btf_type *t = btf__type_by_id(btf, id), *proto;

		if (btf_kind(t) != kind || strcmp(btf__name_by_offset(btf, t->name_off), wanted))
			continue;
		proto = plain(btf, t->type);
		if (what == BTF_TRACEPOINT && proto && btf_is_ptr(proto))
			proto = plain(btf, proto->type);
		if (proto && btf_is_func_proto(proto)) {
			struct btf_func *func = prototype(f, btf, name, proto, what == BTF_TRACEPOINT);

			func->module = from > 1;
			if (what == BTF_TRACEPOINT)
				take_names(btf, func, arena_printf(f->arena, "__bpf_trace_%s", name));
			return func;
		}
	}
	return NULL;
}

/* "tcp_congestion_ops.ssthresh", of the kernel proper */
static const struct btf_func *find_member_function(struct btf_file *f, const char *name)
{
	const char *dot = strchr(name, '.');
	int id = btf__find_by_name_kind(f->kernel, arena_printf(f->arena, "%.*s", dot ? (int)(dot - name) : 0, name), BTF_KIND_STRUCT);
	const struct btf_type *t = id > 0 ? btf__type_by_id(f->kernel, (uint32_t)id) : NULL, *to;
	struct btf_func *func;

	for (uint32_t i = 0; t && i < btf_vlen(t); i++) {
		if (strcmp(btf__name_by_offset(f->kernel, btf_members(t)[i].name_off), dot + 1))
			continue;
		to = plain(f->kernel, btf_members(t)[i].type);
		to = to && btf_is_ptr(to) ? plain(f->kernel, to->type) : NULL;
		if (!to || !btf_is_func_proto(to))
			return NULL;
		func = prototype(f, f->kernel, dot + 1, to, false);
		take_names(f->kernel, func, arena_printf(f->arena, "%.*s__%s", (int)(dot - name), name, dot + 1));
		return func;
	}
	return NULL;
}

/* A file beside the kernel's own. */
static struct btf *module_at(struct btf_file *f, const char *name)
{
	const char *path = f->shown.name, *slash = strrchr(path, '/');
	struct module m = {.name = arena_printf(f->arena, "%s", name)};

	for (uint32_t i = 0; i < f->modules.n; i++)
		if (!strcmp(f->modules.at[i].name, name))
			return f->modules.at[i].btf;
	if (strchr(name, '/'))
		return NULL;
	m.btf = btf__parse_split(arena_printf(f->arena, "%.*s/%s", slash ? (int)(slash - path) : 1, slash ? path : ".", name), f->kernel);
	if (libbpf_get_error(m.btf))
		m.btf = NULL;
	vec_push(&f->modules, m);
	return m.btf;
}

static void read_modules(struct btf_file *f)
{
	const char *path = f->shown.name, *slash = strrchr(path, '/');
	DIR *dir = opendir(arena_printf(f->arena, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : "."));

	f->modules_read = true;
	for (struct dirent *d; dir && (d = readdir(dir)); )
		if (d->d_name[0] != '.' && strcmp(d->d_name, "vmlinux") && !module_at(f, d->d_name))
			f->shown.whole = false; /* who knows what it has */
	if (dir)
		closedir(dir);
}

static const struct btf_func *look_up(struct btf_file *f, enum btf_what what, const char *name)
{
	const char *colon = strchr(name, ':');
	const struct btf_func *func;
	struct btf *module;

	if (colon && strncmp(name, "vmlinux:", 8)) {
		module = module_at(f, arena_printf(f->arena, "%.*s", (int)(colon - name), name));
		return module ? find_in(f, module, btf__type_cnt(f->kernel), what, colon + 1) : NULL;
	}
	func = find_in(f, f->kernel, 1, what, colon ? colon + 1 : name);
	if (!func && !colon && f->shown.whole && !f->modules_read)
		read_modules(f);
	for (uint32_t i = 0; !func && !colon && i < f->modules.n; i++)
		if (f->modules.at[i].btf)
			func = find_in(f, f->modules.at[i].btf, btf__type_cnt(f->kernel), what, name);
	return func;
}

static const struct btf_func *find(struct kernel_btf *b, enum btf_what what, const char *name)
{
	struct btf_file *f = (struct btf_file *)b;
	struct answer a = {what, NULL, NULL};

	for (uint32_t i = 0; i < f->known.n; i++)
		if (f->known.at[i].what == what && !strcmp(f->known.at[i].name, name))
			return f->known.at[i].func;
	a.name = arena_printf(f->arena, "%s", name);
	a.func = what == BTF_MEMBER ? find_member_function(f, a.name) : look_up(f, what, a.name);
	vec_push(&f->known, a);
	return a.func;
}

static bool has_module(struct kernel_btf *b, const char *name)
{
	struct btf_file *f = (struct btf_file *)b;
	const char *colon = strchr(name, ':');

	return !colon || !strncmp(name, "vmlinux:", 8) || module_at(f, arena_printf(f->arena, "%.*s", (int)(colon - name), name));
}

/* ---- records ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct record *)a)->name, ((const struct record *)b)->name);
}

static void sort_records(struct btf_file *f)
{
	uint32_t n = btf__type_cnt(f->kernel);

	for (uint32_t id = 1; id < n; id++) {
		const struct btf_type *t = btf__type_by_id(f->kernel, id);
		struct record r = {btf__name_by_offset(f->kernel, t->name_off), t};

		if (btf_is_composite(t) && *r.name)
			vec_push(&f->records, r);
	}
	if (f->records.n)
		qsort(f->records.at, f->records.n, sizeof(*f->records.at), by_name);
}

static bool has_member(const struct btf *btf, const struct btf_type *t, const char *name, int depth)
{
	const struct btf_member *m = btf_members(t);

	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		const char *is = btf__name_by_offset(btf, m[i].name_off);
		const struct btf_type *inner = *is ? NULL : plain(btf, m[i].type);

		if (!strcmp(is, name) || (inner && btf_is_composite(inner) && depth < 8 && has_member(btf, inner, name, depth + 1)))
			return true;
	}
	return false;
}

static bool in_module(struct btf_file *f, bool is_union, const char *record, const char *member, bool *seen)
{
	if (f->shown.whole && !f->modules_read)
		read_modules(f);
	for (uint32_t i = 0; i < f->modules.n; i++) {
		const struct btf *btf = f->modules.at[i].btf;
		int id = btf ? btf__find_by_name_kind(btf, record, is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT) : -1;
		const struct btf_type *t = id > 0 ? btf__type_by_id(btf, (uint32_t)id) : NULL;

		*seen |= t != NULL;
		if (t && has_member(btf, t, member, 0))
			return true;
	}
	return false;
}

static enum btf_has find_member(struct kernel_btf *b, bool is_union, const char *record, const char *member)
{
	struct btf_file *f = (struct btf_file *)b;
	struct record key = {.name = record}, *at;
	bool seen = false;

	if (!f->records.n)
		sort_records(f);
	at = f->records.n ? bsearch(&key, f->records.at, f->records.n, sizeof(key), by_name) : NULL;
	while (at && at > f->records.at && !by_name(at - 1, &key))
		at--;
	for (; at && at < f->records.at + f->records.n && !by_name(at, &key); at++) {
		if ((btf_kind(at->t) == BTF_KIND_UNION) != is_union)
			continue;
		if (has_member(f->kernel, at->t, member, 0))
			return BTF_HAS;
		seen = true;
	}
	if (!seen && in_module(f, is_union, record, member, &seen)) /* in modules only what the kernel proper does not have */
		return BTF_HAS;
	return seen ? BTF_HAS_NOT : BTF_NO_RECORD;
}

static const struct btf *part(void *user, uint32_t i)
{
	struct btf_file *f = user;

	if (!i)
		return f->kernel;
	if (f->shown.whole && !f->modules_read)
		read_modules(f);
	for (uint32_t k = 0; k < f->modules.n; k++)
		if (f->modules.at[k].btf && !--i)
			return f->modules.at[k].btf;
	return NULL;
}

static bool is_a(struct kernel_btf *b, const char *record, const char *wanted)
{
	struct btf_file *f = (struct btf_file *)b;
	int id = btf__find_by_name_kind(f->kernel, record, BTF_KIND_STRUCT);
	const struct btf_type *t = id > 0 ? btf__type_by_id(f->kernel, (uint32_t)id) : NULL;

	while (t && btf_is_struct(t) && strcmp(btf__name_by_offset(f->kernel, t->name_off), wanted)) {
		if (!btf_vlen(t))
			return false;
		t = plain(f->kernel, btf_members(t)[0].type);
		if (t && !btf_is_struct(t)) /* into unions and arrays nobody looks here */
			return btf_is_union(t) || btf_is_array(t);
	}
	return true;
}

struct core_kernel btf_core(struct kernel_btf *b)
{
	return (struct core_kernel){.part = part, .user = b, .whole = b && b->whole};
}

/* ---- files ---- */

static bool has_modules(const char *path)
{
	static const char tail[] = "btf/vmlinux";
	size_t n = strlen(path), k = sizeof(tail) - 1;

	return n >= k && !strcmp(path + n - k, tail) && (n == k || path[n - k - 1] == '/');
}

static int silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return 0;
}

struct kernel_btf *btf_open(const char *path, struct arena *a, const char **why)
{
	struct btf_file *f;
	libbpf_print_fn_t print = libbpf_set_print(silent);
	struct btf *btf = btf__parse(path, NULL);
	long error = libbpf_get_error(btf);

	libbpf_set_print(print);
	if (error) {
		*why = error == -ENOENT || error == -EACCES || error == -EISDIR ? arena_printf(a, "cannot read '%s': %s", path, strerror((int)-error))
										: arena_printf(a, "'%s' holds no BTF that can be read", path);
		return NULL;
	}
	f = calloc(1, sizeof(*f));
	f->arena = arena_new();
	f->kernel = btf;
	f->shown.name = arena_printf(f->arena, "%s", path);
	f->shown.whole = has_modules(path);
	f->shown.find = find;
	f->shown.has_module = has_module;
	f->shown.is_a = is_a;
	f->shown.member = find_member;
	return &f->shown;
}

void btf_close(struct kernel_btf *b)
{
	struct btf_file *f = (struct btf_file *)b;

	if (!b)
		return;
	for (uint32_t i = 0; i < f->modules.n; i++)
		btf__free(f->modules.at[i].btf);
	btf__free(f->kernel);
	vec_free(&f->modules);
	vec_free(&f->known);
	vec_free(&f->records);
	arena_free(f->arena);
	free(f);
}
