// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * prog_types: one row for each program type: its context, and whether it may touch packet bytes directly.
 *
 * Mirrors include/linux/bpf_types.h, may_access_direct_pkt_data, check_mem_access and is_tracing_prog_type in
 * kernel/bpf/verifier.c. Sock ops programs are handed packet pointers, so they read; helpers refuse the pointers.
 */
#include "kernel/tables.h"

#define TYPE(t) .type = PROG_##t, .name = "BPF_PROG_TYPE_" #t

const struct prog_facts kernel_progs[PROG_TYPES] = {
	[PROG_SOCKET_FILTER] = {TYPE(SOCKET_FILTER), "socket filter", KVER(3, 19), &ctx_sk_buff},
	[PROG_KPROBE] = {TYPE(KPROBE), "kprobe", KVER(4, 1), &ctx_pt_regs, .tracing = true},
	[PROG_SCHED_CLS] = {TYPE(SCHED_CLS), "tc", KVER(4, 1), &ctx_sk_buff, PACKET_WRITE, .packet_args = true},
	[PROG_SCHED_ACT] = {TYPE(SCHED_ACT), "tc", KVER(4, 1), &ctx_sk_buff, PACKET_WRITE, .packet_args = true},
	[PROG_TRACEPOINT] = {TYPE(TRACEPOINT), "tracepoint", KVER(4, 7), &ctx_tracepoint, .tracing = true},
	[PROG_XDP] = {TYPE(XDP), "xdp", KVER(4, 8), &ctx_xdp_md, PACKET_WRITE, .packet_args = true},
	[PROG_PERF_EVENT] = {TYPE(PERF_EVENT), "perf event", KVER(4, 9), &ctx_perf_event_data, .tracing = true},
	[PROG_CGROUP_SKB] = {TYPE(CGROUP_SKB), "cgroup", KVER(4, 10), &ctx_sk_buff, PACKET_READ, .packet_args = true},
	[PROG_CGROUP_SOCK] = {TYPE(CGROUP_SOCK), "cgroup", KVER(4, 10), &ctx_sock},
	[PROG_LWT_IN] = {TYPE(LWT_IN), "lwt", KVER(4, 10), &ctx_sk_buff, PACKET_READ, .packet_args = true},
	[PROG_LWT_OUT] = {TYPE(LWT_OUT), "lwt", KVER(4, 10), &ctx_sk_buff, PACKET_READ, .packet_args = true},
	[PROG_LWT_XMIT] = {TYPE(LWT_XMIT), "lwt", KVER(4, 10), &ctx_sk_buff, PACKET_WRITE, .packet_args = true},
	[PROG_SOCK_OPS] = {TYPE(SOCK_OPS), "sock ops", KVER(4, 13), &ctx_sock_ops, PACKET_READ},
	[PROG_SK_SKB] = {TYPE(SK_SKB), "sk_skb", KVER(4, 14), &ctx_sk_buff, PACKET_WRITE, .packet_args = true},
	[PROG_CGROUP_DEVICE] = {TYPE(CGROUP_DEVICE), "cgroup", KVER(4, 15), &ctx_cgroup_dev},
	[PROG_SK_MSG] = {TYPE(SK_MSG), "sk_msg", KVER(4, 17), &ctx_sk_msg_md, PACKET_WRITE, .packet_args = true},
	[PROG_RAW_TRACEPOINT] = {TYPE(RAW_TRACEPOINT), "raw tracepoint", KVER(4, 17), &ctx_raw_tp_args, .tracing = true},
	[PROG_CGROUP_SOCK_ADDR] = {TYPE(CGROUP_SOCK_ADDR), "cgroup", KVER(4, 17), &ctx_sock_addr},
	[PROG_LWT_SEG6LOCAL] = {TYPE(LWT_SEG6LOCAL), "lwt", KVER(4, 18), &ctx_sk_buff, PACKET_READ, .packet_args = true},
	[PROG_LIRC_MODE2] = {TYPE(LIRC_MODE2), "lirc", KVER(4, 18), &ctx_lirc_mode2},
	[PROG_SK_REUSEPORT] = {TYPE(SK_REUSEPORT), "sk_reuseport", KVER(4, 19), &ctx_sk_reuseport_md, PACKET_READ, .packet_args = true},
	[PROG_FLOW_DISSECTOR] = {TYPE(FLOW_DISSECTOR), "flow dissector", KVER(4, 20), &ctx_sk_buff, PACKET_READ, .packet_args = true},
	[PROG_CGROUP_SYSCTL] = {TYPE(CGROUP_SYSCTL), "cgroup", KVER(5, 2), &ctx_sysctl},
	[PROG_RAW_TRACEPOINT_WRITABLE] = {TYPE(RAW_TRACEPOINT_WRITABLE), "raw tracepoint", KVER(5, 2), &ctx_raw_tp_args,
					  .tracing = true},
	[PROG_CGROUP_SOCKOPT] = {TYPE(CGROUP_SOCKOPT), "cgroup", KVER(5, 3), &ctx_sockopt, PACKET_WRITE, .packet_args = true},
	[PROG_TRACING] = {TYPE(TRACING), "tracing", KVER(5, 5), &ctx_raw_args},
	[PROG_STRUCT_OPS] = {TYPE(STRUCT_OPS), "struct_ops", KVER(5, 6), &ctx_raw_args},
	[PROG_EXT] = {TYPE(EXT), "freplace", KVER(5, 6), &ctx_none},
	[PROG_LSM] = {TYPE(LSM), "lsm", KVER(5, 7), &ctx_raw_args},
	[PROG_SK_LOOKUP] = {TYPE(SK_LOOKUP), "sk_lookup", KVER(5, 9), &ctx_sk_lookup},
	[PROG_SYSCALL] = {TYPE(SYSCALL), "syscall", KVER(5, 14), &ctx_syscall},
	[PROG_NETFILTER] = {TYPE(NETFILTER), "netfilter", KVER(6, 4), &ctx_nf},
};
