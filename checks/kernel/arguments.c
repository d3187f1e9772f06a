// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * arguments: which arguments of what a program is attached to may be null, may be an error, or bring a reference along. Those of tracepoints are
 * generated, from a newer tree, and from the one that the other tables are of as far as both say the same; those of structs of operations, by hand.
 *
 * Mirrors raw_tp_null_args and btf_ctx_access in kernel/bpf/btf.c; prepare_arg_info in kernel/bpf/bpf_struct_ops.c, which looks at the names that the
 * stubs of the members have for their parameters (__nullable, __ref); in 6.12 also bpf_scx_is_valid_access in kernel/sched/ext.c.
 */
#include "kernel/tables.h"

static const struct tracepoint {
	const char *name;
	uint64_t flags; /* four bits an argument */
} older[] = {
#define TRACEPOINT(name, flags) {#name, flags},
#include "kernel/generated/tracepoints.def"
}, newer[] = {
#include "kernel/generated/tracepoints_newer.def"
#undef TRACEPOINT
};

static const struct stub {
	const char *record, *member; /* NULL: every one */
	uint8_t n, flags;
	uint32_t since; /* at the latest */
} stubs[] = {
	{"bpf_dummy_ops", "test_1", 0, ARGUMENT_MAYBE_NULL, KVER(6, 12)},
	{"sched_ext_ops", "dispatch", 1, ARGUMENT_MAYBE_NULL, KVER(6, 12)},
	{"sched_ext_ops", "yield", 1, ARGUMENT_MAYBE_NULL, KVER(6, 12)},
	{"Qdisc_ops", "enqueue", 0, ARGUMENT_OWNED, KVER(6, 16)},
	{"tcp_congestion_ops", NULL, 0, ARGUMENT_TCP_SOCK, KVER(5, 6)}, /* bpf_tcp_ca_is_valid_access() */
};

static const struct tracepoint *find(const struct tracepoint *rows, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

int kernel_tracepoint_argument(const char *name, uint32_t n, uint32_t kver)
{
	const struct tracepoint *now = find(newer, ARRAY_LEN(newer), name), *then = find(older, ARRAY_LEN(older), name);
	uint64_t flags = now ? now->flags : 0;

	if (n >= 16 || !now || kver < KVER(6, 14) || (kver < KVER(6, 18) && !then))
		return -1;
	if (kver < KVER(6, 18))
		flags &= then->flags;
	return (int)(flags >> 4 * n & (ARGUMENT_MAYBE_NULL | ARGUMENT_MAYBE_ERROR));
}

uint8_t kernel_member_argument(const char *record, const char *member, uint32_t n, uint32_t kver)
{
	for (size_t i = 0; i < ARRAY_LEN(stubs); i++)
		if (stubs[i].n == n && kver >= stubs[i].since && !strcmp(stubs[i].record, record) && (!stubs[i].member || !strcmp(stubs[i].member, member)))
			return stubs[i].flags;
	return 0;
}
