// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helper_progs: may a program of this type call this helper? The masks in helpers.c answer for the type as a whole; the
 * tables here where the attach type decides, and where an older kernel than the newest one known says no.
 *
 * Mirrors the get_func_proto function of each program type.
 */
#include "kernel/tables.h"

/* Where the attach type decides. A type in neither set: not known. */
struct by_attach {
	uint8_t helper, prog;
	uint64_t may, may_not;
};

static const struct by_attach by_attach[] = {
	/* by hand: check_get_func_ip in kernel/bpf/verifier.c */
	{HELPER_get_func_ip, PROG_TRACING, A(TRACE_FENTRY) | A(TRACE_FEXIT) | A(MODIFY_RETURN), A(TRACE_RAW_TP) | A(TRACE_ITER)},
#define BY_ATTACH(helper, prog, may, may_not) {HELPER_##helper, PROG_##prog, may, may_not},
#include "kernel/generated/helper_attach.def"
};

/* What an older tree says otherwise than the next newer one; of a helper with a row in `calls` it is all. */
struct calls {
	uint8_t helper;
	uint64_t progs, maybe;
};
#undef BY_ATTACH

#define CALLS(helper, progs, maybe) {HELPER_##helper, progs, maybe},
#define BY_ATTACH(helper, prog, may, may_not)
static const struct calls calls_5_10[] = {
#include "kernel/generated/helper_progs_5.10.def"
}, calls_6_1[] = {
#include "kernel/generated/helper_progs_6.1.def"
};
#undef CALLS
#undef BY_ATTACH

#define CALLS(helper, progs, maybe)
#define BY_ATTACH(helper, prog, may, may_not) {HELPER_##helper, PROG_##prog, may, may_not},
static const struct by_attach attach_5_10[] = {
#include "kernel/generated/helper_progs_5.10.def"
}, attach_6_1[] = {
#include "kernel/generated/helper_progs_6.1.def"
};

static const struct {
	const struct calls *calls;
	size_t ncalls;
	const struct by_attach *attach;
	size_t nattach;
} older[TREE_OF_ROWS] = {
	[TREE_5_10] = {calls_5_10, ARRAY_LEN(calls_5_10), attach_5_10, ARRAY_LEN(attach_5_10)},
	[TREE_6_1] = {calls_6_1, ARRAY_LEN(calls_6_1), attach_6_1, ARRAY_LEN(attach_6_1)},
};

/* By hand: the rows are of Linux 6.12, which did not let these types call the helper; 6.18 does. */
static const struct {
	uint8_t helper;
	uint64_t progs;
} later[] = {
	{HELPER_get_current_uid_gid, BASE & ~(PROBES | CGROUP | P(SK_MSG) | P(CGROUP_SOCK_ADDR) | P(TRACING) |
			P(LSM) | P(SYSCALL))},
	{HELPER_get_current_comm, BASE & ~(PROBES | CGROUP | P(CGROUP_SOCK_ADDR) | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_get_cgroup_classid, BASE & ~(LWT | CGROUP | TC | P(SK_MSG) | P(CGROUP_SOCK_ADDR))},
	{HELPER_perf_event_read, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_current_task_under_cgroup, BASE & ~(PROBES | CGROUP | P(CGROUP_SOCK_ADDR) | P(TRACING) |
			P(LSM) | P(SYSCALL))},
	{HELPER_perf_event_read_value, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_send_signal, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_send_signal_thread, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_skb_pull_data, P(LWT_SEG6LOCAL)},
	{HELPER_setsockopt, P(CGROUP_SOCK_ADDR)}, /* those with other attach types than 6.12 has in mind */
	{HELPER_getsockopt, P(CGROUP_SOCK_ADDR)},
	{HELPER_get_netns_cookie, TC | P(SOCKET_FILTER) | P(CGROUP_SKB)},
	{HELPER_get_task_stack, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_copy_from_user, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_task_storage_get, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_task_storage_delete, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_get_branch_snapshot, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_find_vma, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
	{HELPER_copy_from_user_task, BASE & ~(PROBES | P(TRACING) | P(LSM) | P(SYSCALL))},
};

/* By hand: what is settled elsewhere than in get_func_proto. */
static const struct {
	uint8_t helper;
	uint64_t may_not, maybe;
} elsewhere[] = {
	/* bpf_get_probe_write_proto and bpf_override_return_proto in kernel/trace/bpf_trace.c: a matter of configuration and lockdown */
	{HELPER_probe_write_user, 0, PROBES | P(TRACING) | P(LSM) | P(SYSCALL)},
	{HELPER_override_return, 0, P(KPROBE)},
	/* check_get_func_ip in kernel/bpf/verifier.c */
	{HELPER_get_func_ip, BASE & ~(P(KPROBE) | P(TRACING)), 0},
};

struct question {
	const struct helper_facts *row;
	enum prog_type prog;
	attach_type attach;
};

static enum fact by_rows(const struct question *q, uint64_t progs, uint64_t maybe, const struct by_attach *rows, size_t n)
{
	for (size_t i = 0; q->attach && q->attach < 64 && i < n; i++)
		if (rows[i].helper == q->row->id && rows[i].prog == q->prog)
			return rows[i].may & UINT64_C(1) << q->attach       ? FACT_YES
			       : rows[i].may_not & UINT64_C(1) << q->attach ? FACT_NO
									     : FACT_UNKNOWN;
	if (maybe & PROG_BIT(q->prog))
		return FACT_UNKNOWN;
	return progs & PROG_BIT(q->prog) ? FACT_YES : FACT_NO;
}

static enum fact in_tree(const void *question, enum tree t)
{
	const struct question *q = question;
	uint64_t bit = PROG_BIT(q->prog);

	if (q->row->since > kernel_tree_version(t) || kernel_progs[q->prog].since > kernel_tree_version(t))
		return FACT_NO;
	for (size_t i = 0; i < ARRAY_LEN(elsewhere); i++)
		if (elsewhere[i].helper == q->row->id && (elsewhere[i].may_not | elsewhere[i].maybe) & bit)
			return elsewhere[i].may_not & bit ? FACT_NO : FACT_UNKNOWN;
	for (; t < TREE_OF_ROWS; t++)
		for (size_t i = 0; i < older[t].ncalls; i++)
			if (older[t].calls[i].helper == q->row->id)
				return by_rows(q, older[t].calls[i].progs, older[t].calls[i].maybe, older[t].attach, older[t].nattach);
	return by_rows(q, q->row->progs, q->row->progs_maybe, by_attach, ARRAY_LEN(by_attach));
}

enum fact kernel_helper_available_at(const struct helper_facts *h, enum prog_type prog, attach_type attach, uint32_t kver)
{
	const struct question q = {h ? kernel_helper(h->id) : NULL, prog, attach};
	enum fact ok;

	if (!q.row || (unsigned)prog >= PROG_TYPES || prog == PROG_UNSPEC || kver < kernel_progs[prog].since)
		return FACT_UNKNOWN;
	if (kver < q.row->since)
		return FACT_NO;
	ok = kernel_trees_say(kver, in_tree, &q);
	for (size_t i = 0; ok != FACT_YES && kver > KVER(6, 12) && i < ARRAY_LEN(later); i++)
		if (later[i].helper == q.row->id && later[i].progs & PROG_BIT(prog))
			return kver >= KVER(6, 18) ? FACT_YES : FACT_UNKNOWN;
	return ok == FACT_NO && kver > KVER_NEWEST ? FACT_UNKNOWN : ok; /* newer kernels only let more programs call */
}

enum fact kernel_helper_available(const struct helper_facts *h, enum prog_type prog, attach_type attach)
{
	return kernel_helper_available_at(h, prog, attach, KVER_NEWEST);
}

uint32_t kernel_helper_since(const struct helper_facts *h, enum prog_type prog, attach_type attach)
{
	uint32_t since = h->since;

	if (kernel_helper_available(h, prog, attach) != FACT_YES)
		return since;
	for (enum tree t = 0; t <= TREE_OF_ROWS; t++)
		if (kernel_tree_version(t) >= h->since && kernel_helper_available_at(h, prog, attach, kernel_tree_version(t)) == FACT_NO)
			since = t == TREE_OF_ROWS ? KVER_NEWEST : kernel_tree_version(t + 1);
	return since;
}

bool kernel_helper_gpl(const struct helper_facts *h, enum prog_type prog, attach_type attach)
{
	/* bpf_get_func_ip_proto_kprobe_multi and bpf_get_func_ip_proto_uprobe_multi in kernel/trace/bpf_trace.c */
	static const uint64_t multi = A(TRACE_KPROBE_MULTI) | A(TRACE_KPROBE_SESSION) | A(TRACE_UPROBE_MULTI) | A(TRACE_UPROBE_SESSION);

	if (h->id == HELPER_get_func_ip && prog == PROG_KPROBE && attach < 64 && multi & UINT64_C(1) << attach)
		return false;
	return h->flags & HELPER_GPL;
}
