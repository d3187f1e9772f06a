// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lookup: plain reads of the tables. Tables are indexed by the kernel's own numbers where these are dense; a row whose
 * name is NULL is a hole and means "not modelled".
 */
#include "kernel/tables.h"

const struct map_facts *kernel_map(enum map_type type)
{
	return (unsigned)type < MAP_TYPES && kernel_maps[type].name ? &kernel_maps[type] : NULL;
}

const struct map_facts *kernel_map_by_name(const char *name)
{
	for (int i = 0; i < MAP_TYPES; i++)
		if (kernel_maps[i].name && !strcmp(kernel_maps[i].name, name))
			return &kernel_maps[i];
	return NULL;
}

const char *kernel_lookup_result_name(enum lookup_result r)
{
	static const char *const names[] = {
		[LOOKUP_NONE] = "nothing: the helper does not take this map",
		[LOOKUP_VALUE] = "value, may be null",
		[LOOKUP_RDONLY_VALUE] = "read-only value, may be null",
		[LOOKUP_INNER_MAP] = "inner map, may be null",
		[LOOKUP_SOCKET] = "referenced struct bpf_sock, may be null",
		[LOOKUP_XDP_SOCK] = "struct bpf_xdp_sock, may be null",
	};
	return (unsigned)r < ARRAY_LEN(names) ? names[r] : "not modelled";
}

const struct prog_facts *kernel_prog(enum prog_type type)
{
	return (unsigned)type < PROG_TYPES && kernel_progs[type].name ? &kernel_progs[type] : NULL;
}

const struct helper_facts *kernel_helper(uint32_t id)
{
	return id < HELPER_IDS && kernel_helpers[id].name ? &kernel_helpers[id] : NULL;
}

const struct helper_facts *kernel_helper_by_name(const char *name)
{
	for (uint32_t i = 0; i < HELPER_IDS; i++)
		if (kernel_helpers[i].name && !strcmp(kernel_helpers[i].name, name))
			return &kernel_helpers[i];
	return NULL;
}

const struct helper_facts *kernel_helper_in(uint32_t id, enum prog_type prog)
{
	for (size_t i = 0; i < kernel_nvariants; i++)
		if (kernel_variants[i].id == id && kernel_variants[i].progs & PROG_BIT(prog))
			return &kernel_variants[i];
	return kernel_helper(id);
}

uint32_t kernel_helper_count(void)
{
	return HELPER_IDS;
}
