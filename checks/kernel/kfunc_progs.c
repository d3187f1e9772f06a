// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfunc_progs: may a program of this type call this kfunc? The masks in kfuncs.c answer for the type as a whole; the tables here where older
 * kernels say otherwise, and by hand, where the filter of a set looks at the attach type, and what later kernels added.
 *
 * Mirrors bpf_prog_type_to_kfunc_hook and __btf_kfunc_id_set_contains in kernel/bpf/btf.c, tracing_iter_filter in net/core/filter.c.
 */
#include "kernel/tables.h"

static const struct {
	const char *name;
	uint64_t progs, attach;
} by_attach[] = {
	{"bpf_sock_destroy", P(TRACING) | P(LSM), A(TRACE_ITER)},
};

#define GENERIC (CGROUP | P(SCHED_CLS) | P(TRACEPOINT) | P(XDP) | P(PERF_EVENT) | P(CGROUP_SKB) | P(SOCK_OPS) | P(CGROUP_SOCK_ADDR) | \
	P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))

/* Who may call more since a kernel after `not_in`, `in` at the latest. Without a name: all that the programs in `like` may call. */
static const struct {
	const char *name;
	uint64_t like, progs;
	uint32_t not_in, in;
} later[] = {
	/* sock_ops programs share the hook of cgroup programs */
	{NULL, P(CGROUP_SKB), P(SOCK_OPS), KVER(6, 14), KVER(6, 15)},
	/* from the set of tracing programs to that of every program with objects */
	{"bpf_key_put", 0, GENERIC, KVER(6, 12), KVER(6, 18)},
	{"bpf_lookup_system_key", 0, GENERIC, KVER(6, 12), KVER(6, 18)},
	{"bpf_lookup_user_key", 0, GENERIC, KVER(6, 12), KVER(6, 18)},
	{"bpf_verify_pkcs7_signature", 0, GENERIC, KVER(6, 12), KVER(6, 18)},
	/* queueing disciplines */
	{"bpf_dynptr_from_skb", 0, P(STRUCT_OPS), KVER(6, 15), KVER(6, 16)},
	/* schedulers */
	{"scx_bpf_select_cpu_dfl", 0, P(SYSCALL) | P(TRACING) | P(LSM) | P(TRACEPOINT) | P(PERF_EVENT), KVER(6, 14), KVER(6, 18)},
};

/* What Linux 6.1 says otherwise; 5.10 has no kfuncs. */
static const struct {
	const char *name;
	uint64_t progs;
} older[] = {
#define CALLS(name, progs) {#name, progs},
#include "kernel/generated/kfunc_progs_6.1.def"
#undef CALLS
};

struct question {
	const struct kfunc_facts *k;
	uint64_t bit;
};

static enum fact in_tree(const void *question, enum tree t)
{
	const struct question *q = question;
	uint64_t progs = q->k->progs;

	if (q->k->since > kernel_tree_version(t))
		return FACT_NO;
	for (size_t i = 0; t < TREE_OF_ROWS && i < ARRAY_LEN(older); i++)
		if (!strcmp(older[i].name, q->k->name))
			progs = older[i].progs;
	return progs & q->bit ? FACT_YES : FACT_NO;
}

static enum fact by_type(const struct kfunc_facts *k, uint64_t bit, uint32_t kver)
{
	const struct question q = {k, bit};

	if (kver < kernel_tree_version(TREE_OF_ROWS))
		return kernel_trees_say(kver, in_tree, &q);
	if (k->progs & bit)
		return FACT_YES;
	for (size_t i = 0; i < ARRAY_LEN(later); i++) {
		if (later[i].name ? strcmp(later[i].name, k->name) != 0 : !(k->progs & later[i].like))
			continue;
		if (later[i].progs & bit && kver > later[i].not_in)
			return kver >= later[i].in ? FACT_YES : FACT_UNKNOWN;
	}
	return kver > KVER_NEWEST ? FACT_UNKNOWN : FACT_NO; /* newer kernels only let more programs call */
}

enum fact kernel_kfunc_available(const struct kfunc_facts *k, enum prog_type prog, attach_type attach, uint32_t kver)
{
	enum fact ok;

	if (!k || (unsigned)prog >= PROG_TYPES || prog == PROG_UNSPEC || prog == PROG_EXT)
		return FACT_UNKNOWN;
	if (kver < k->since)
		return FACT_NO;
	ok = by_type(k, PROG_BIT(prog), kver);
	if (ok == FACT_YES && !k->since && kver < KVER(6, 12)) /* not known since when */
		return FACT_UNKNOWN;
	for (size_t i = 0; ok == FACT_YES && i < ARRAY_LEN(by_attach); i++)
		if (!strcmp(by_attach[i].name, k->name) && by_attach[i].progs & PROG_BIT(prog))
			return !attach || attach >= 64 ? FACT_UNKNOWN : by_attach[i].attach & UINT64_C(1) << attach ? FACT_YES : FACT_NO;
	return ok;
}
