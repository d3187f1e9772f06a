// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map_types: one row for each map type: what map creation takes, what a lookup gives, what the value may hold.
 *
 * Mirrors the map_alloc_check / map_alloc functions of kernel/bpf and net/{core,xdp}, map_check_btf and map_create
 * in kernel/bpf/syscall.c, check_map_func_compatibility and check_map_prog_compatibility in kernel/bpf/verifier.c.
 * A size limit that depends on the kernel's configuration is left at 0.
 */
#include "kernel/tables.h"

enum { /* include/uapi/linux/bpf.h: BPF_F_... of BPF_MAP_CREATE */
	NO_PREALLOC = 1u << 0, NO_COMMON_LRU = 1u << 1, NUMA_NODE = 1u << 2, RDONLY = 1u << 3, WRONLY = 1u << 4,
	STACK_BUILD_ID = 1u << 5, ZERO_SEED = 1u << 6, RDONLY_PROG = 1u << 7, WRONLY_PROG = 1u << 8, CLONE = 1u << 9,
	MMAPABLE = 1u << 10, PRESERVE_ELEMS = 1u << 11, INNER_MAP = 1u << 12, LINK = 1u << 13,
	VTYPE_BTF_OBJ_FD = 1u << 15, TOKEN_FD = 1u << 16, SEGV_ON_FAULT = 1u << 17, NO_USER_CONV = 1u << 18,
	RB_OVERWRITE = 1u << 19,

	ACCESS = RDONLY | WRONLY | RDONLY_PROG | WRONLY_PROG,
	USER_ACCESS = RDONLY | WRONLY,
	ANY_TYPE = TOKEN_FD, /* map_create takes it off before the type sees the flags */
};

enum {
	PERCPU_MAX = 32 << 10, /* PCPU_MIN_UNIT_SIZE */
	STORAGE_MAX = 0xffff,  /* BPF_LOCAL_STORAGE_MAX_VALUE_SIZE, rounded up: the kernel's own header comes off it */

	SPECIAL_LOCAL = SPECIAL_SPIN_LOCK | SPECIAL_KPTR,
	SPECIAL_ALL = SPECIAL_SPIN_LOCK | SPECIAL_TIMER | SPECIAL_KPTR | SPECIAL_GRAPH,
};

#define TYPE(t) .type = MAP_##t, .name = "BPF_MAP_TYPE_" #t

const struct map_facts kernel_maps[MAP_TYPES] = {
	[MAP_HASH] = {TYPE(HASH), .since = KVER(3, 19), .key = SIZE_ANY, .value = SIZE_ANY,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NO_PREALLOC | NUMA_NODE | ACCESS | ZERO_SEED,
		.lookup = LOOKUP_VALUE, .sleepable = true, .for_each = true, .special = SPECIAL_ALL},
	[MAP_ARRAY] = {TYPE(ARRAY), .since = KVER(3, 19), .key = SIZE_FOUR, .value = SIZE_ANY, .max_value = INT32_MAX,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | MMAPABLE | ACCESS | INNER_MAP,
		.lookup = LOOKUP_VALUE, .sleepable = true, .for_each = true, .special = SPECIAL_ALL},
	[MAP_PROG_ARRAY] = {TYPE(PROG_ARRAY), .since = KVER(4, 2), .key = SIZE_FOUR, .value = SIZE_FOUR,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS},
	[MAP_PERF_EVENT_ARRAY] = {TYPE(PERF_EVENT_ARRAY), .since = KVER(4, 3), .key = SIZE_FOUR, .value = SIZE_FOUR,
		.entries = ENTRIES_AUTO, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS | PRESERVE_ELEMS},
	[MAP_PERCPU_HASH] = {TYPE(PERCPU_HASH), .since = KVER(4, 6), .key = SIZE_ANY, .value = SIZE_ANY,
		.max_value = PERCPU_MAX, .entries = ENTRIES_POSITIVE,
		.flags_allowed = ANY_TYPE | NO_PREALLOC | ACCESS | ZERO_SEED,
		.lookup = LOOKUP_VALUE, .percpu = true, .sleepable = true, .for_each = true, .special = SPECIAL_KPTR},
	[MAP_PERCPU_ARRAY] = {TYPE(PERCPU_ARRAY), .since = KVER(4, 6), .key = SIZE_FOUR, .value = SIZE_ANY,
		.max_value = PERCPU_MAX, .entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | ACCESS,
		.lookup = LOOKUP_VALUE, .percpu = true, .sleepable = true, .for_each = true, .special = SPECIAL_KPTR},
	[MAP_STACK_TRACE] = {TYPE(STACK_TRACE), .since = KVER(4, 6), .key = SIZE_FOUR, .value = SIZE_STACK,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS | STACK_BUILD_ID},
	[MAP_CGROUP_ARRAY] = {TYPE(CGROUP_ARRAY), .since = KVER(4, 8), .key = SIZE_FOUR, .value = SIZE_FOUR,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS},
	[MAP_LRU_HASH] = {TYPE(LRU_HASH), .since = KVER(4, 10), .key = SIZE_ANY, .value = SIZE_ANY,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NO_COMMON_LRU | NUMA_NODE | ACCESS | ZERO_SEED,
		.lookup = LOOKUP_VALUE, .sleepable = true, .for_each = true,
		.special = SPECIAL_TIMER | SPECIAL_KPTR | SPECIAL_GRAPH},
	[MAP_LRU_PERCPU_HASH] = {TYPE(LRU_PERCPU_HASH), .since = KVER(4, 10), .key = SIZE_ANY, .value = SIZE_ANY,
		.max_value = PERCPU_MAX, .entries = ENTRIES_POSITIVE,
		.flags_allowed = ANY_TYPE | NO_COMMON_LRU | ACCESS | ZERO_SEED,
		.lookup = LOOKUP_VALUE, .percpu = true, .sleepable = true, .for_each = true, .special = SPECIAL_KPTR},
	[MAP_LPM_TRIE] = {TYPE(LPM_TRIE), .since = KVER(4, 11), .key = SIZE_LPM_KEY, .value = SIZE_ANY,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NO_PREALLOC | NUMA_NODE | ACCESS,
		.flags_required = NO_PREALLOC, .lookup = LOOKUP_VALUE},
	[MAP_ARRAY_OF_MAPS] = {TYPE(ARRAY_OF_MAPS), .since = KVER(4, 12), .key = SIZE_FOUR, .value = SIZE_FOUR,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS,
		.lookup = LOOKUP_INNER_MAP, .sleepable = true},
	[MAP_HASH_OF_MAPS] = {TYPE(HASH_OF_MAPS), .since = KVER(4, 12), .key = SIZE_ANY, .value = SIZE_FOUR,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NO_PREALLOC | NUMA_NODE | ACCESS | ZERO_SEED,
		.lookup = LOOKUP_INNER_MAP, .sleepable = true},
	[MAP_DEVMAP] = {TYPE(DEVMAP), .since = KVER(4, 14), .key = SIZE_FOUR, .value = SIZE_4_OR_8,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS,
		.lookup = LOOKUP_RDONLY_VALUE},
	[MAP_SOCKMAP] = {TYPE(SOCKMAP), .since = KVER(4, 14), .key = SIZE_FOUR, .value = SIZE_4_OR_8,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS,
		.lookup = LOOKUP_SOCKET},
	[MAP_CPUMAP] = {TYPE(CPUMAP), .since = KVER(4, 15), .key = SIZE_FOUR, .value = SIZE_4_OR_8,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE},
	[MAP_XSKMAP] = {TYPE(XSKMAP), .since = KVER(4, 18), .key = SIZE_FOUR, .value = SIZE_FOUR,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS,
		.lookup = LOOKUP_XDP_SOCK},
	[MAP_SOCKHASH] = {TYPE(SOCKHASH), .since = KVER(4, 18), .key = SIZE_ANY, .value = SIZE_4_OR_8,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS,
		.lookup = LOOKUP_SOCKET},
	[MAP_CGROUP_STORAGE] = {TYPE(CGROUP_STORAGE), .since = KVER(4, 19), .key = SIZE_8_OR_16, .value = SIZE_ANY,
		.max_value = STORAGE_MAX, .entries = ENTRIES_ZERO, .flags_allowed = ANY_TYPE | NUMA_NODE | ACCESS,
		.special = SPECIAL_SPIN_LOCK},
	[MAP_REUSEPORT_SOCKARRAY] = {TYPE(REUSEPORT_SOCKARRAY), .since = KVER(4, 19), .key = SIZE_FOUR,
		.value = SIZE_4_OR_8, .entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | ACCESS},
	[MAP_PERCPU_CGROUP_STORAGE] = {TYPE(PERCPU_CGROUP_STORAGE), .since = KVER(4, 20), .key = SIZE_8_OR_16,
		.value = SIZE_ANY, .max_value = PERCPU_MAX, .entries = ENTRIES_ZERO,
		.flags_allowed = ANY_TYPE | NUMA_NODE | ACCESS, .percpu = true},
	[MAP_QUEUE] = {TYPE(QUEUE), .since = KVER(4, 20), .key = SIZE_ZERO, .value = SIZE_ANY,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | ACCESS, .sleepable = true},
	[MAP_STACK] = {TYPE(STACK), .since = KVER(4, 20), .key = SIZE_ZERO, .value = SIZE_ANY,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | ACCESS, .sleepable = true},
	[MAP_SK_STORAGE] = {TYPE(SK_STORAGE), .since = KVER(5, 2), .key = SIZE_FOUR, .value = SIZE_ANY,
		.max_value = STORAGE_MAX, .entries = ENTRIES_ZERO, .flags_allowed = ANY_TYPE | NO_PREALLOC | CLONE,
		.flags_required = NO_PREALLOC, .btf_required = true, .sleepable = true, .special = SPECIAL_LOCAL},
	[MAP_DEVMAP_HASH] = {TYPE(DEVMAP_HASH), .since = KVER(5, 4), .key = SIZE_FOUR, .value = SIZE_4_OR_8,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | USER_ACCESS,
		.lookup = LOOKUP_RDONLY_VALUE},
	[MAP_STRUCT_OPS] = {TYPE(STRUCT_OPS), .since = KVER(5, 6), .key = SIZE_NOT_MODELLED, .value = SIZE_NOT_MODELLED,
		.entries = ENTRIES_ANY, .flags_allowed = ANY_TYPE | LINK | VTYPE_BTF_OBJ_FD},
	[MAP_RINGBUF] = {TYPE(RINGBUF), .since = KVER(5, 8), .key = SIZE_ZERO, .value = SIZE_ZERO,
		.entries = ENTRIES_POW2_PAGE, .flags_allowed = ANY_TYPE | NUMA_NODE | RB_OVERWRITE, .sleepable = true},
	[MAP_INODE_STORAGE] = {TYPE(INODE_STORAGE), .since = KVER(5, 10), .key = SIZE_FOUR, .value = SIZE_ANY,
		.max_value = STORAGE_MAX, .entries = ENTRIES_ZERO, .flags_allowed = ANY_TYPE | NO_PREALLOC | CLONE,
		.flags_required = NO_PREALLOC, .btf_required = true, .sleepable = true, .special = SPECIAL_LOCAL},
	[MAP_TASK_STORAGE] = {TYPE(TASK_STORAGE), .since = KVER(5, 11), .key = SIZE_FOUR, .value = SIZE_ANY,
		.max_value = STORAGE_MAX, .entries = ENTRIES_ZERO, .flags_allowed = ANY_TYPE | NO_PREALLOC | CLONE,
		.flags_required = NO_PREALLOC, .btf_required = true, .sleepable = true,
		.special = SPECIAL_LOCAL | SPECIAL_UPTR},
	[MAP_BLOOM_FILTER] = {TYPE(BLOOM_FILTER), .since = KVER(5, 16), .key = SIZE_ZERO, .value = SIZE_ANY,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | NUMA_NODE | ZERO_SEED | ACCESS},
	[MAP_USER_RINGBUF] = {TYPE(USER_RINGBUF), .since = KVER(6, 1), .key = SIZE_ZERO, .value = SIZE_ZERO,
		.entries = ENTRIES_POW2_PAGE, .flags_allowed = ANY_TYPE | NUMA_NODE, .sleepable = true},
	[MAP_CGRP_STORAGE] = {TYPE(CGRP_STORAGE), .since = KVER(6, 2), .key = SIZE_FOUR, .value = SIZE_ANY,
		.max_value = STORAGE_MAX, .entries = ENTRIES_ZERO, .flags_allowed = ANY_TYPE | NO_PREALLOC | CLONE,
		.flags_required = NO_PREALLOC, .btf_required = true, .sleepable = true, .special = SPECIAL_LOCAL},
	[MAP_ARENA] = {TYPE(ARENA), .since = KVER(6, 9), .key = SIZE_ZERO, .value = SIZE_ZERO,
		.entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE | SEGV_ON_FAULT | MMAPABLE | NO_USER_CONV,
		.flags_required = MMAPABLE, .sleepable = true},
	[MAP_INSN_ARRAY] = {TYPE(INSN_ARRAY), .since = KVER(6, 19), .key = SIZE_FOUR, .value = SIZE_FIXED,
		.value_fixed = 16, .entries = ENTRIES_POSITIVE, .flags_allowed = ANY_TYPE, .sleepable = true},
};

/* By hand: the titles of the changes are in versions.md. */
uint32_t kernel_map_special(const struct map_facts *m, uint32_t kver)
{
	static const struct {
		uint64_t maps;
		uint32_t special, since;
	} later[] = {
		{UINT64_C(1) << MAP_PERCPU_ARRAY, SPECIAL_KPTR, KVER(6, 1)},
		{UINT64_C(1) << MAP_PERCPU_HASH | UINT64_C(1) << MAP_LRU_PERCPU_HASH, SPECIAL_KPTR, KVER(6, 4)},
		{UINT64_C(1) << MAP_SK_STORAGE | UINT64_C(1) << MAP_INODE_STORAGE | UINT64_C(1) << MAP_TASK_STORAGE | UINT64_C(1) << MAP_CGRP_STORAGE, SPECIAL_KPTR,
		 KVER(6, 4)},
	};
	uint32_t special = m->special;

	for (size_t i = 0; i < ARRAY_LEN(later); i++)
		if (later[i].maps >> m->type & 1 && kver < later[i].since)
			special &= ~later[i].special;
	return special;
}

/* By hand: check_map_prog_compatibility() of Linux 5.10, 6.1 and 6.12; what came between two of them is not known more closely. */
enum fact kernel_map_sleepable(const struct map_facts *m, uint32_t kver)
{
	static const struct {
		uint64_t maps;
		uint32_t not_in, in;
	} later[] = {
#define M(t) (UINT64_C(1) << MAP_##t)
		{M(PERCPU_HASH) | M(PERCPU_ARRAY) | M(LRU_PERCPU_HASH) | M(ARRAY_OF_MAPS) | M(HASH_OF_MAPS) | M(RINGBUF) | M(INODE_STORAGE) | M(SK_STORAGE) |
		 M(TASK_STORAGE), KVER(5, 10), KVER(6, 1)},
		{M(QUEUE) | M(STACK), KVER(6, 1), KVER(6, 12)},
#undef M
	};

	if (!m->sleepable || kver > KVER_NEWEST)
		return m->sleepable ? FACT_YES : kver > KVER_NEWEST ? FACT_UNKNOWN : FACT_NO;
	for (size_t i = 0; i < ARRAY_LEN(later); i++)
		if (later[i].maps >> m->type & 1 && kver < later[i].in)
			return kver <= later[i].not_in ? FACT_NO : FACT_UNKNOWN;
	return FACT_YES;
}

/* By hand: types without map_meta_equal; before Linux 5.10 a list of types said it. */
enum fact kernel_map_inner(enum map_type type)
{
	switch (type) {
	case MAP_PROG_ARRAY: case MAP_ARRAY_OF_MAPS: case MAP_HASH_OF_MAPS: case MAP_CGROUP_STORAGE: case MAP_PERCPU_CGROUP_STORAGE: case MAP_STRUCT_OPS:
		return FACT_NO;
	case MAP_INSN_ARRAY:
		return FACT_UNKNOWN;
	default:
		return FACT_YES;
	}
}

/* By hand: the release that first has the constant in include/uapi/linux/bpf.h. */
const char *kernel_map_flag_newer(uint32_t flags, uint32_t kver, uint32_t *since)
{
	static const struct {
		uint32_t flag, since;
		const char *name;
	} rows[] = {
		{RDONLY_PROG, KVER(5, 2), "BPF_F_RDONLY_PROG"}, {WRONLY_PROG, KVER(5, 2), "BPF_F_WRONLY_PROG"}, {CLONE, KVER(5, 4), "BPF_F_CLONE"},
		{MMAPABLE, KVER(5, 5), "BPF_F_MMAPABLE"}, {PRESERVE_ELEMS, KVER(5, 10), "BPF_F_PRESERVE_ELEMS"}, {INNER_MAP, KVER(5, 10), "BPF_F_INNER_MAP"},
		{LINK, KVER(6, 4), "BPF_F_LINK"}, {TOKEN_FD, KVER(6, 9), "BPF_F_TOKEN_FD"}, {SEGV_ON_FAULT, KVER(6, 9), "BPF_F_SEGV_ON_FAULT"}, {NO_USER_CONV, KVER(6, 9), "BPF_F_NO_USER_CONV"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (flags & rows[i].flag && kver < rows[i].since) {
			*since = rows[i].since;
			return rows[i].name;
		}
	return NULL;
}
