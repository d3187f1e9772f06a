// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * sections: how libbpf reads a section name. The first row that matches wins, so longer names stand before shorter
 * ones. A row is matched as a whole, or, where MORE says so, also with "/target" behind it.
 *
 * Mirrors section_defs, sec_def_matches and find_sec_def in tools/lib/bpf/libbpf.c.
 */
#include "kernel/tables.h"

#define EXACT true, false
#define MORE false, false
#define PLAIN false
#define SLEEPS true

static const struct section_facts sections[] = {
	{"socket", EXACT, PROG_SOCKET_FILTER, ATTACH_NONE, PLAIN, KVER(3, 19)},
	{"sk_reuseport/migrate", EXACT, PROG_SK_REUSEPORT, ATTACH_SK_REUSEPORT_SELECT_OR_MIGRATE, PLAIN, KVER(5, 14)},
	{"sk_reuseport", EXACT, PROG_SK_REUSEPORT, ATTACH_SK_REUSEPORT_SELECT, PLAIN, KVER(4, 19)},
	{"kprobe", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"uprobe", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"uprobe.s", MORE, PROG_KPROBE, ATTACH_NONE, SLEEPS, KVER(4, 1)},
	{"kretprobe", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"uretprobe", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"uretprobe.s", MORE, PROG_KPROBE, ATTACH_NONE, SLEEPS, KVER(4, 1)},
	{"kprobe.multi", MORE, PROG_KPROBE, ATTACH_TRACE_KPROBE_MULTI, PLAIN, KVER(5, 18)},
	{"kretprobe.multi", MORE, PROG_KPROBE, ATTACH_TRACE_KPROBE_MULTI, PLAIN, KVER(5, 18)},
	{"kprobe.session", MORE, PROG_KPROBE, ATTACH_TRACE_KPROBE_SESSION, PLAIN, KVER(6, 10)},
	{"uprobe.multi", MORE, PROG_KPROBE, ATTACH_TRACE_UPROBE_MULTI, PLAIN, KVER(6, 6)},
	{"uretprobe.multi", MORE, PROG_KPROBE, ATTACH_TRACE_UPROBE_MULTI, PLAIN, KVER(6, 6)},
	{"uprobe.multi.s", MORE, PROG_KPROBE, ATTACH_TRACE_UPROBE_MULTI, SLEEPS, KVER(6, 6)},
	{"uretprobe.multi.s", MORE, PROG_KPROBE, ATTACH_TRACE_UPROBE_MULTI, SLEEPS, KVER(6, 6)},
	{"uprobe.session", MORE, PROG_KPROBE, ATTACH_TRACE_UPROBE_SESSION, PLAIN, KVER(6, 13)},
	{"uprobe.session.s", MORE, PROG_KPROBE, ATTACH_TRACE_UPROBE_SESSION, SLEEPS, KVER(6, 13)},
	{"ksyscall", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"kretsyscall", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"usdt", MORE, PROG_KPROBE, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"usdt.s", MORE, PROG_KPROBE, ATTACH_NONE, SLEEPS, KVER(4, 1)},
	{"tc/ingress", EXACT, PROG_SCHED_CLS, ATTACH_TCX_INGRESS, PLAIN, KVER(6, 6)},
	{"tc/egress", EXACT, PROG_SCHED_CLS, ATTACH_TCX_EGRESS, PLAIN, KVER(6, 6)},
	{"tcx/ingress", EXACT, PROG_SCHED_CLS, ATTACH_TCX_INGRESS, PLAIN, KVER(6, 6)},
	{"tcx/egress", EXACT, PROG_SCHED_CLS, ATTACH_TCX_EGRESS, PLAIN, KVER(6, 6)},
	{"tc", EXACT, PROG_SCHED_CLS, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"classifier", EXACT, PROG_SCHED_CLS, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"action", EXACT, PROG_SCHED_ACT, ATTACH_NONE, PLAIN, KVER(4, 1)},
	{"netkit/primary", EXACT, PROG_SCHED_CLS, ATTACH_NETKIT_PRIMARY, PLAIN, KVER(6, 7)},
	{"netkit/peer", EXACT, PROG_SCHED_CLS, ATTACH_NETKIT_PEER, PLAIN, KVER(6, 7)},
	{"tracepoint", MORE, PROG_TRACEPOINT, ATTACH_NONE, PLAIN, KVER(4, 7)},
	{"tp", MORE, PROG_TRACEPOINT, ATTACH_NONE, PLAIN, KVER(4, 7)},
	{"raw_tracepoint", MORE, PROG_RAW_TRACEPOINT, ATTACH_NONE, PLAIN, KVER(4, 17)},
	{"raw_tp", MORE, PROG_RAW_TRACEPOINT, ATTACH_NONE, PLAIN, KVER(4, 17)},
	{"raw_tracepoint.w", MORE, PROG_RAW_TRACEPOINT_WRITABLE, ATTACH_NONE, PLAIN, KVER(5, 2)},
	{"raw_tp.w", MORE, PROG_RAW_TRACEPOINT_WRITABLE, ATTACH_NONE, PLAIN, KVER(5, 2)},
	{"tp_btf", MORE, PROG_TRACING, ATTACH_TRACE_RAW_TP, PLAIN, KVER(5, 5)},
	{"fentry", MORE, PROG_TRACING, ATTACH_TRACE_FENTRY, PLAIN, KVER(5, 5)},
	{"fmod_ret", MORE, PROG_TRACING, ATTACH_MODIFY_RETURN, PLAIN, KVER(5, 7)},
	{"fexit", MORE, PROG_TRACING, ATTACH_TRACE_FEXIT, PLAIN, KVER(5, 5)},
	{"fentry.s", MORE, PROG_TRACING, ATTACH_TRACE_FENTRY, SLEEPS, KVER(5, 5)},
	{"fmod_ret.s", MORE, PROG_TRACING, ATTACH_MODIFY_RETURN, SLEEPS, KVER(5, 7)},
	{"fexit.s", MORE, PROG_TRACING, ATTACH_TRACE_FEXIT, SLEEPS, KVER(5, 5)},
	{"freplace", MORE, PROG_EXT, ATTACH_NONE, PLAIN, KVER(5, 6)},
	{"lsm", MORE, PROG_LSM, ATTACH_LSM_MAC, PLAIN, KVER(5, 7)},
	{"lsm.s", MORE, PROG_LSM, ATTACH_LSM_MAC, SLEEPS, KVER(5, 7)},
	{"lsm_cgroup", MORE, PROG_LSM, ATTACH_LSM_CGROUP, PLAIN, KVER(6, 0)},
	{"iter", MORE, PROG_TRACING, ATTACH_TRACE_ITER, PLAIN, KVER(5, 8)},
	{"iter.s", MORE, PROG_TRACING, ATTACH_TRACE_ITER, SLEEPS, KVER(5, 8)},
	{"syscall", EXACT, PROG_SYSCALL, ATTACH_NONE, SLEEPS, KVER(5, 14)},
	{"xdp.frags/devmap", EXACT, PROG_XDP, ATTACH_XDP_DEVMAP, PLAIN, KVER(5, 8)},
	{"xdp/devmap", EXACT, PROG_XDP, ATTACH_XDP_DEVMAP, PLAIN, KVER(5, 8)},
	{"xdp.frags/cpumap", EXACT, PROG_XDP, ATTACH_XDP_CPUMAP, PLAIN, KVER(5, 9)},
	{"xdp/cpumap", EXACT, PROG_XDP, ATTACH_XDP_CPUMAP, PLAIN, KVER(5, 9)},
	{"xdp.frags", EXACT, PROG_XDP, ATTACH_XDP, PLAIN, KVER(4, 8)},
	{"xdp", EXACT, PROG_XDP, ATTACH_XDP, PLAIN, KVER(4, 8)},
	{"perf_event", EXACT, PROG_PERF_EVENT, ATTACH_NONE, PLAIN, KVER(4, 9)},
	{"lwt_in", EXACT, PROG_LWT_IN, ATTACH_NONE, PLAIN, KVER(4, 10)},
	{"lwt_out", EXACT, PROG_LWT_OUT, ATTACH_NONE, PLAIN, KVER(4, 10)},
	{"lwt_xmit", EXACT, PROG_LWT_XMIT, ATTACH_NONE, PLAIN, KVER(4, 10)},
	{"lwt_seg6local", EXACT, PROG_LWT_SEG6LOCAL, ATTACH_NONE, PLAIN, KVER(4, 18)},
	{"sockops", EXACT, PROG_SOCK_OPS, ATTACH_CGROUP_SOCK_OPS, PLAIN, KVER(4, 13)},
	{"sk_skb/stream_parser", EXACT, PROG_SK_SKB, ATTACH_SK_SKB_STREAM_PARSER, PLAIN, KVER(4, 14)},
	{"sk_skb/stream_verdict", EXACT, PROG_SK_SKB, ATTACH_SK_SKB_STREAM_VERDICT, PLAIN, KVER(4, 14)},
	{"sk_skb/verdict", EXACT, PROG_SK_SKB, ATTACH_SK_SKB_VERDICT, PLAIN, KVER(5, 13)},
	{"sk_skb", EXACT, PROG_SK_SKB, ATTACH_NONE, PLAIN, KVER(4, 14)},
	{"sk_msg", EXACT, PROG_SK_MSG, ATTACH_SK_MSG_VERDICT, PLAIN, KVER(4, 17)},
	{"lirc_mode2", EXACT, PROG_LIRC_MODE2, ATTACH_LIRC_MODE2, PLAIN, KVER(4, 18)},
	{"flow_dissector", EXACT, PROG_FLOW_DISSECTOR, ATTACH_FLOW_DISSECTOR, PLAIN, KVER(4, 20)},
	{"cgroup_skb/ingress", EXACT, PROG_CGROUP_SKB, ATTACH_CGROUP_INET_INGRESS, PLAIN, KVER(4, 10)},
	{"cgroup_skb/egress", EXACT, PROG_CGROUP_SKB, ATTACH_CGROUP_INET_EGRESS, PLAIN, KVER(4, 10)},
	{"cgroup/skb", EXACT, PROG_CGROUP_SKB, ATTACH_NONE, PLAIN, KVER(4, 10)},
	{"cgroup/sock_create", EXACT, PROG_CGROUP_SOCK, ATTACH_CGROUP_INET_SOCK_CREATE, PLAIN, KVER(4, 10)},
	{"cgroup/sock_release", EXACT, PROG_CGROUP_SOCK, ATTACH_CGROUP_INET_SOCK_RELEASE, PLAIN, KVER(5, 9)},
	{"cgroup/sock", EXACT, PROG_CGROUP_SOCK, ATTACH_CGROUP_INET_SOCK_CREATE, PLAIN, KVER(4, 10)},
	{"cgroup/post_bind4", EXACT, PROG_CGROUP_SOCK, ATTACH_CGROUP_INET4_POST_BIND, PLAIN, KVER(4, 17)},
	{"cgroup/post_bind6", EXACT, PROG_CGROUP_SOCK, ATTACH_CGROUP_INET6_POST_BIND, PLAIN, KVER(4, 17)},
	{"cgroup/bind4", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, PLAIN, KVER(4, 17)},
	{"cgroup/bind6", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_BIND, PLAIN, KVER(4, 17)},
	{"cgroup/connect4", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_CONNECT, PLAIN, KVER(4, 17)},
	{"cgroup/connect6", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_CONNECT, PLAIN, KVER(4, 17)},
	{"cgroup/connect_unix", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_CONNECT, PLAIN, KVER(6, 7)},
	{"cgroup/sendmsg4", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP4_SENDMSG, PLAIN, KVER(4, 18)},
	{"cgroup/sendmsg6", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP6_SENDMSG, PLAIN, KVER(4, 18)},
	{"cgroup/sendmsg_unix", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_SENDMSG, PLAIN, KVER(6, 7)},
	{"cgroup/recvmsg4", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP4_RECVMSG, PLAIN, KVER(5, 2)},
	{"cgroup/recvmsg6", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP6_RECVMSG, PLAIN, KVER(5, 2)},
	{"cgroup/recvmsg_unix", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_RECVMSG, PLAIN, KVER(6, 7)},
	{"cgroup/getpeername4", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_GETPEERNAME, PLAIN, KVER(5, 8)},
	{"cgroup/getpeername6", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_GETPEERNAME, PLAIN, KVER(5, 8)},
	{"cgroup/getpeername_unix", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_GETPEERNAME, PLAIN, KVER(6, 7)},
	{"cgroup/getsockname4", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_GETSOCKNAME, PLAIN, KVER(5, 8)},
	{"cgroup/getsockname6", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_GETSOCKNAME, PLAIN, KVER(5, 8)},
	{"cgroup/getsockname_unix", EXACT, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_GETSOCKNAME, PLAIN, KVER(6, 7)},
	{"cgroup/sysctl", EXACT, PROG_CGROUP_SYSCTL, ATTACH_CGROUP_SYSCTL, PLAIN, KVER(5, 2)},
	{"cgroup/getsockopt", EXACT, PROG_CGROUP_SOCKOPT, ATTACH_CGROUP_GETSOCKOPT, PLAIN, KVER(5, 3)},
	{"cgroup/setsockopt", EXACT, PROG_CGROUP_SOCKOPT, ATTACH_CGROUP_SETSOCKOPT, PLAIN, KVER(5, 3)},
	{"cgroup/dev", EXACT, PROG_CGROUP_DEVICE, ATTACH_CGROUP_DEVICE, PLAIN, KVER(4, 15)},
	{"struct_ops", MORE, PROG_STRUCT_OPS, ATTACH_NONE, PLAIN, KVER(5, 6)},
	{"struct_ops.s", MORE, PROG_STRUCT_OPS, ATTACH_NONE, SLEEPS, KVER(5, 6)},
	{"sk_lookup", EXACT, PROG_SK_LOOKUP, ATTACH_SK_LOOKUP, PLAIN, KVER(5, 9)},
	{"netfilter", EXACT, PROG_NETFILTER, ATTACH_NETFILTER, PLAIN, KVER(6, 4)},
};

/* Programs written for libbpf before 1.0: a prefix was enough. Rows of `sections` are tried first, these after. */
static const struct section_facts legacy[] = {
	{"cgroup/skb", EXACT, PROG_CGROUP_SKB, ATTACH_NONE, PLAIN, KVER(4, 10)},
	{"xdp_devmap/", MORE, PROG_XDP, ATTACH_XDP_DEVMAP, PLAIN, KVER(5, 8)},
	{"xdp_cpumap/", MORE, PROG_XDP, ATTACH_XDP_CPUMAP, PLAIN, KVER(5, 9)},
};

static bool row_matches(const struct section_facts *row, const char *section)
{
	size_t n = strlen(row->prefix);

	if (strncmp(section, row->prefix, n))
		return false;
	return !section[n] || (!row->exact && section[n] == '/');
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
