// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helper_progs: may a program of this type call this helper? The masks in helpers.c answer for the type as a whole; the
 * tables here where the attach type decides, and where an older kernel than the newest one known says no.
 *
 * Mirrors the get_func_proto function of each program type.
 */
#include "kernel/tables.h"

#define A(name) (UINT64_C(1) << ATTACH_##name)

/* Only with these attach types. */
static const struct {
	uint8_t helper, prog;
	uint64_t attach;
} by_attach[] = {
	{HELPER_setsockopt, PROG_CGROUP_SOCKOPT, A(CGROUP_SETSOCKOPT)},
	{HELPER_getsockopt, PROG_CGROUP_SOCKOPT, A(CGROUP_SETSOCKOPT)},
	{HELPER_bind, PROG_CGROUP_SOCK_ADDR, A(CGROUP_INET4_CONNECT) | A(CGROUP_INET6_CONNECT)},
	{HELPER_seq_printf, PROG_TRACING, A(TRACE_ITER)},
	{HELPER_seq_write, PROG_TRACING, A(TRACE_ITER)},
	{HELPER_seq_printf_btf, PROG_TRACING, A(TRACE_ITER)},
	{HELPER_get_func_ip, PROG_TRACING, A(TRACE_FENTRY) | A(TRACE_FEXIT) | A(MODIFY_RETURN)},
	{HELPER_get_func_arg, PROG_TRACING, A(TRACE_FENTRY) | A(TRACE_FEXIT) | A(MODIFY_RETURN)},
	{HELPER_get_func_ret, PROG_TRACING, A(TRACE_FEXIT) | A(MODIFY_RETURN)},
	{HELPER_get_func_arg_cnt, PROG_TRACING, A(TRACE_FENTRY) | A(TRACE_FEXIT) | A(MODIFY_RETURN)},
	{HELPER_get_retval, PROG_CGROUP_SOCK_ADDR, A(CGROUP_INET4_BIND) | A(CGROUP_INET6_BIND) |
			A(CGROUP_INET4_CONNECT) | A(CGROUP_INET6_CONNECT) | A(CGROUP_UNIX_CONNECT) |
			A(CGROUP_UDP4_SENDMSG) | A(CGROUP_UDP6_SENDMSG) | A(CGROUP_UNIX_SENDMSG)},
	{HELPER_set_retval, PROG_CGROUP_SOCK_ADDR, A(CGROUP_INET4_BIND) | A(CGROUP_INET6_BIND) |
			A(CGROUP_INET4_CONNECT) | A(CGROUP_INET6_CONNECT) | A(CGROUP_UNIX_CONNECT) |
			A(CGROUP_UDP4_SENDMSG) | A(CGROUP_UDP6_SENDMSG) | A(CGROUP_UNIX_SENDMSG)},
};

/* Linux 6.12 did not let these types call the helper; 6.18 does. */
static const struct {
	uint8_t helper;
	uint64_t progs;
} late[] = {
	{HELPER_get_current_uid_gid, BASE & ~(PROBES | CGROUP | P(SK_MSG) | P(CGROUP_SOCK_ADDR) | P(TRACING) |
			P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_get_current_comm, BASE & ~(PROBES | CGROUP | P(CGROUP_SOCK_ADDR) | P(TRACING) | P(STRUCT_OPS) |
			P(LSM) | P(SYSCALL))},
	{HELPER_get_cgroup_classid, BASE & ~(LWT | CGROUP | TC | P(SK_MSG) | P(CGROUP_SOCK_ADDR) | P(STRUCT_OPS) |
			P(LSM))},
	{HELPER_perf_event_read, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_current_task_under_cgroup, BASE & ~(PROBES | CGROUP | P(CGROUP_SOCK_ADDR) | P(TRACING) |
			P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_perf_event_read_value, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_send_signal, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_send_signal_thread, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_get_netns_cookie, TC | P(SOCKET_FILTER) | P(CGROUP_SKB)},
	{HELPER_get_task_stack, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_copy_from_user, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_task_storage_get, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_task_storage_delete, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_get_branch_snapshot, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_find_vma, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
	{HELPER_copy_from_user_task, BASE & ~(PROBES | P(TRACING) | P(STRUCT_OPS) | P(LSM) | P(SYSCALL))},
};

enum fact kernel_helper_available(const struct helper_facts *h, enum prog_type prog, attach_type attach)
{
	const struct helper_facts *row = h ? kernel_helper(h->id) : NULL;

	if (!row || (unsigned)prog >= PROG_TYPES || prog == PROG_UNSPEC)
		return FACT_UNKNOWN;
	for (size_t i = 0; attach && attach < 64 && i < ARRAY_LEN(by_attach); i++)
		if (by_attach[i].helper == row->id && by_attach[i].prog == prog)
			return by_attach[i].attach & UINT64_C(1) << attach ? FACT_YES : FACT_NO;
	if (row->progs_maybe & PROG_BIT(prog))
		return FACT_UNKNOWN;
	return row->progs & PROG_BIT(prog) ? FACT_YES : FACT_NO;
}

enum fact kernel_helper_available_at(const struct helper_facts *h, enum prog_type prog, attach_type attach, uint32_t kver)
{
	enum fact now = kernel_helper_available(h, prog, attach);

	if (now != FACT_YES)
		return now == FACT_NO && kver > KVER_NEWEST ? FACT_UNKNOWN : now;
	if (kver < h->since)
		return FACT_NO;
	for (size_t i = 0; kver < KVER_NEWEST && i < ARRAY_LEN(late); i++)
		if (late[i].helper == h->id && late[i].progs & PROG_BIT(prog))
			return kver <= KVER(6, 12) ? FACT_NO : FACT_UNKNOWN;
	return FACT_YES;
}
