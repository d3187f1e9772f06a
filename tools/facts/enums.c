// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* enums: the numbers of include/uapi/linux/bpf.h that the tables are indexed by. */
#include "facts.h"

#include <ctype.h>

struct list {
	const char *file, *what, *row, *any, *prefix, *not; /* `not`: what begins so is no member */
};

static const struct list lists[] = {
	{"helper_ids.def", "HELPER(number, name): enum bpf_func_id.", "HELPER", "BPF_FUNC_map_lookup_elem", "BPF_FUNC_", "__"},
	{"map_types.def", "MAP_TYPE(number, name): enum bpf_map_type.", "MAP_TYPE", "BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_", "__"},
	{"prog_types.def", "PROG_TYPE(number, name): enum bpf_prog_type.", "PROG_TYPE", "BPF_PROG_TYPE_XDP", "BPF_PROG_TYPE_", "__"},
	{"attach_types.def", "ATTACH_TYPE(number, name): enum bpf_attach_type.", "ATTACH_TYPE", "BPF_XDP_DEVMAP", "BPF_", "__"},
};

static bool has(const struct top *t, size_t n, const char *name, size_t len, int64_t value)
{
	for (size_t i = 0; i < n; i++)
		if (t[i].value == value && strlen(t[i].name) == len && !strncmp(t[i].name, name, len))
			return true;
	return false;
}

/* X_DEPRECATED where X is still there. */
static bool is_old_name(const struct top *t, size_t n, size_t i)
{
	static const char suffix[] = "_DEPRECATED";
	const char *at = strstr(t[i].name, suffix);

	return at && !at[sizeof(suffix) - 1] && has(t, n, t[i].name, (size_t)(at - t[i].name), t[i].value);
}

static void write_list(struct facts *f, const struct list *l)
{
	struct out o = out_open(f, l->file, l->what);
	size_t n, len = strlen(l->prefix);
	const struct top *t = source_enum_of(f->source, l->any, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = t[i].name;

		if (strncmp(name, l->prefix, len) || !strncmp(name, l->not, strlen(l->not)) || is_old_name(t, n, i))
			continue;
		if (o.rows && !strcmp(name + len, "unspec"))
			continue;
		fprintf(o.f, "%s(%lld, %s)\n", l->row, (long long)t[i].value, name + len);
		o.rows++;
	}
	if (!o.rows)
		not_derived(f, "%s: there is no enum with %s", l->file, l->any);
	out_close(f, &o);
}

void facts_enums(struct facts *f)
{
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		write_list(f, &lists[i]);
}
