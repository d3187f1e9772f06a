// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * object_writes: the members of kernel objects that programs of a struct of operations may write. All else of such objects is theirs to read.
 * By hand, as of Linux 6.18: there were never more than these.
 *
 * Mirrors the btf_struct_access functions: bpf_tcp_ca_btf_struct_access in net/ipv4/bpf_tcp_ca.c, bpf_scx_btf_struct_access in kernel/sched/ext.c.
 */
#include "kernel/tables.h"

static const struct writes {
	const char *ops, *object;
	const char *members[12];
} all[] = {
	{"tcp_congestion_ops", "tcp_sock",
	 {"sk_pacing_rate", "sk_pacing_status", "icsk_ca_priv", "icsk_ack.pending", "snd_cwnd", "snd_cwnd_cnt", "snd_cwnd_stamp", "snd_ssthresh", "ecn_flags",
	  "app_limited"}},
	{"sched_ext_ops", "task_struct", {"scx.slice", "scx.dsq_vtime", "scx.disallow"}},
};

/* "icsk_ack.pending" in "inet_conn.icsk_ack.pending", but not "pending" in "is_pending". */
static bool names(const char *path, const char *member)
{
	size_t n = strlen(member);

	for (const char *at = strstr(path, member); at; at = strstr(at + 1, member))
		if ((at == path || at[-1] == '.') && (!at[n] || at[n] == '.' || at[n] == '['))
			return true;
	return false;
}

enum fact kernel_object_written(const char *ops, const char *object, const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (strcmp(all[i].ops, ops))
			continue;
		if (strcmp(all[i].object, object))
			return FACT_NO;
		for (size_t k = 0; path && k < ARRAY_LEN(all[i].members) && all[i].members[k]; k++)
			if (names(path, all[i].members[k]))
				return FACT_YES;
		return path ? FACT_NO : FACT_UNKNOWN;
	}
	return FACT_UNKNOWN;
}
