// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * sections: how libbpf reads a section name. The first row that matches wins, so longer names stand before shorter
 * ones. A row is matched as a whole, or, where MORE says so, also with "/target" behind it.
 *
 * Generated from section_defs in tools/lib/bpf/libbpf.c; mirrors sec_def_matches and find_sec_def there. By hand are the versions
 * (prog_since.def, attach_since.def) and newer sections.
 */
#include "kernel/tables.h"

#define EXACT true, false
#define MORE false, false
#define NEEDS_MORE false, true
#define PLAIN false
#define SLEEPS true
#define LINEAR false
#define FRAGS true

enum {
#define SINCE(name, major, minor, smajor, sminor) PROG_SINCE_##name = KVER(major, minor), SLEEPS_SINCE_##name = KVER(smajor, sminor),
#include "kernel/prog_since.def"
#undef SINCE
	ATTACH_SINCE_NONE = 0,
#define SINCE(name, major, minor) ATTACH_SINCE_##name = KVER(major, minor),
#include "kernel/attach_since.def"
#undef SINCE
	FRAGS_SINCE = KVER(5, 18),
};

#define LATER(a, b) ((a) > (b) ? (a) : (b))
#define SECTION(prefix, matched, prog, attach, sleeps, frags)                                                          \
	{prefix, matched, PROG_##prog, ATTACH_##attach, sleeps, frags,                                                 \
	 LATER(LATER(PROG_SINCE_##prog, ATTACH_SINCE_##attach),                                                        \
	       LATER((sleeps) ? SLEEPS_SINCE_##prog : 0, (frags) ? FRAGS_SINCE : 0))},

static const struct section_facts sections[] = {
#include "kernel/generated/sections.def"
	/* newer than the generated rows */
	SECTION("uprobe.session", MORE, KPROBE, TRACE_UPROBE_SESSION, PLAIN, LINEAR)
	SECTION("uprobe.session.s", MORE, KPROBE, TRACE_UPROBE_SESSION, SLEEPS, LINEAR)
};

/* Programs written for libbpf before 1.0: a prefix was enough. Rows of `sections` are tried first, these after. */
static const struct section_facts legacy[] = {
	SECTION("cgroup/skb", EXACT, CGROUP_SKB, NONE, PLAIN, LINEAR)
	SECTION("xdp_devmap/", MORE, XDP, XDP_DEVMAP, PLAIN, LINEAR)
	SECTION("xdp_cpumap/", MORE, XDP, XDP_CPUMAP, PLAIN, LINEAR)
};

static bool row_matches(const struct section_facts *row, const char *section)
{
	size_t n = strlen(row->prefix);

	if (strncmp(section, row->prefix, n))
		return false;
	if (!section[n])
		return !row->needs_more;
	return !row->exact && section[n] == '/';
}

const struct section_facts *kernel_section(const char *section)
{
	if (*section == '?')
		section++;
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		if (row_matches(&sections[i], section))
			return &sections[i];
	return NULL;
}

const struct section_facts *kernel_section_at(size_t i)
{
	return i < ARRAY_LEN(sections) ? &sections[i] : NULL;
}

const struct section_facts *kernel_section_legacy(const char *section)
{
	const struct section_facts *row = kernel_section(section), *longest = NULL;
	size_t best = 0;

	if (row)
		return row;
	if (*section == '?')
		section++;
	for (size_t i = 0; i < ARRAY_LEN(legacy); i++)
		if (!strncmp(section, legacy[i].prefix, strlen(legacy[i].prefix)))
			return &legacy[i];
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		size_t n = strlen(sections[i].prefix);

		if (n > best && !strncmp(section, sections[i].prefix, n)) {
			best = n;
			longest = &sections[i];
		}
	}
	return longest;
}
