// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "machine/target.h"

static const struct {
	enum prog_type prog;
	attach_type attach; /* ATTACH_NONE: any */
	enum btf_what what;
	const char *prefix;
} rows[] = { /* libbpf: btf_get_kernel_prefix_kind() */
	{PROG_TRACING, ATTACH_TRACE_FENTRY, BTF_FUNC, ""},
	{PROG_TRACING, ATTACH_TRACE_FEXIT, BTF_FUNC, ""},
	{PROG_TRACING, ATTACH_MODIFY_RETURN, BTF_FUNC, ""},
	{PROG_TRACING, ATTACH_TRACE_RAW_TP, BTF_TRACEPOINT, ""},
	{PROG_TRACING, ATTACH_TRACE_ITER, BTF_FUNC, "bpf_iter_"},
	{PROG_LSM, ATTACH_NONE, BTF_FUNC, "bpf_lsm_"},
};

static int row_of(const struct section_facts *s)
{
	for (size_t i = 0; s && i < ARRAY_LEN(rows); i++)
		if (rows[i].prog == s->prog && (!rows[i].attach || rows[i].attach == s->attach))
			return (int)i;
	return -1;
}

const char *target_name(const struct section_facts *s, const char *section)
{
	size_t n;

	if (row_of(s) < 0 || !section)
		return NULL;
	section += *section == '?';
	n = strlen(s->prefix);
	/* "module:function" is looked up in that module alone */
	return !strncmp(section, s->prefix, n) && section[n] == '/' && section[n + 1] && !strchr(section, ':') ? section + n + 1 : NULL;
}

const struct btf_func *target_find(struct kernel_btf *b, const struct section_facts *s, const char *target, struct arena *a)
{
	int row = row_of(s);

	return row < 0 ? NULL : b->find(b, rows[row].what, arena_printf(a, "%s%s", rows[row].prefix, target));
}
