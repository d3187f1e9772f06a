// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * prog_types: one row for each program type: its context, and whether it may touch packet bytes directly.
 *
 * Mirrors include/linux/bpf_types.h, may_access_direct_pkt_data, check_mem_access and is_tracing_prog_type in
 * kernel/bpf/verifier.c. Sock ops programs are handed packet pointers, so they read; helpers refuse the pointers.
 */
#include "kernel/tables.h"

enum {
#define SINCE(name, major, minor, smajor, sminor) SINCE_##name = KVER(major, minor),
#include "kernel/prog_since.def"
#undef SINCE
};

#define TYPE(t) .type = PROG_##t, .name = "BPF_PROG_TYPE_" #t

const struct prog_facts kernel_progs[PROG_TYPES] = {
	[PROG_SOCKET_FILTER] = {TYPE(SOCKET_FILTER), "socket filter", SINCE_SOCKET_FILTER, &ctx_sk_buff, .own = "sk_buff"},
	[PROG_KPROBE] = {TYPE(KPROBE), "kprobe", SINCE_KPROBE, &ctx_pt_regs, .tracing = true, .own = "pt_regs"},
	[PROG_SCHED_CLS] = {TYPE(SCHED_CLS), "tc", SINCE_SCHED_CLS, &ctx_sk_buff, PACKET_WRITE, .packet_args = true, .own = "sk_buff"},
	[PROG_SCHED_ACT] = {TYPE(SCHED_ACT), "tc", SINCE_SCHED_ACT, &ctx_sk_buff, PACKET_WRITE, .packet_args = true, .own = "sk_buff"},
	[PROG_TRACEPOINT] = {TYPE(TRACEPOINT), "tracepoint", SINCE_TRACEPOINT, &ctx_tracepoint, .tracing = true},
	[PROG_XDP] = {TYPE(XDP), "xdp", SINCE_XDP, &ctx_xdp_md, PACKET_WRITE, .packet_args = true, .own = "xdp_buff"},
	[PROG_PERF_EVENT] = {TYPE(PERF_EVENT), "perf event", SINCE_PERF_EVENT, &ctx_perf_event_data, .tracing = true, .own = "bpf_perf_event_data_kern"},
	[PROG_CGROUP_SKB] = {TYPE(CGROUP_SKB), "cgroup", SINCE_CGROUP_SKB, &ctx_sk_buff, PACKET_READ, .packet_args = true, .own = "sk_buff"},
	[PROG_CGROUP_SOCK] = {TYPE(CGROUP_SOCK), "cgroup", SINCE_CGROUP_SOCK, &ctx_sock, .own = "sock"},
	[PROG_LWT_IN] = {TYPE(LWT_IN), "lwt", SINCE_LWT_IN, &ctx_sk_buff, PACKET_READ, .packet_args = true, .own = "sk_buff"},
	[PROG_LWT_OUT] = {TYPE(LWT_OUT), "lwt", SINCE_LWT_OUT, &ctx_sk_buff, PACKET_READ, .packet_args = true, .own = "sk_buff"},
	[PROG_LWT_XMIT] = {TYPE(LWT_XMIT), "lwt", SINCE_LWT_XMIT, &ctx_sk_buff, PACKET_WRITE, .packet_args = true, .own = "sk_buff"},
	[PROG_SOCK_OPS] = {TYPE(SOCK_OPS), "sock ops", SINCE_SOCK_OPS, &ctx_sock_ops, PACKET_READ, .own = "bpf_sock_ops_kern"},
	[PROG_SK_SKB] = {TYPE(SK_SKB), "sk_skb", SINCE_SK_SKB, &ctx_sk_buff, PACKET_WRITE, .packet_args = true, .own = "sk_buff"},
	[PROG_CGROUP_DEVICE] = {TYPE(CGROUP_DEVICE), "cgroup", SINCE_CGROUP_DEVICE, &ctx_cgroup_dev_ctx, .own = "bpf_cgroup_dev_ctx"},
	[PROG_SK_MSG] = {TYPE(SK_MSG), "sk_msg", SINCE_SK_MSG, &ctx_sk_msg_md, PACKET_WRITE, .packet_args = true, .own = "sk_msg"},
	[PROG_RAW_TRACEPOINT] = {TYPE(RAW_TRACEPOINT), "raw tracepoint", SINCE_RAW_TRACEPOINT, &ctx_raw_tp_args, .tracing = true},
	[PROG_CGROUP_SOCK_ADDR] = {TYPE(CGROUP_SOCK_ADDR), "cgroup", SINCE_CGROUP_SOCK_ADDR, &ctx_sock_addr, .own = "bpf_sock_addr_kern"},
	[PROG_LWT_SEG6LOCAL] = {TYPE(LWT_SEG6LOCAL), "lwt", SINCE_LWT_SEG6LOCAL, &ctx_sk_buff, PACKET_READ, .packet_args = true, .own = "sk_buff"},
	[PROG_LIRC_MODE2] = {TYPE(LIRC_MODE2), "lirc", SINCE_LIRC_MODE2, &ctx_lirc_mode2},
	[PROG_SK_REUSEPORT] = {TYPE(SK_REUSEPORT), "sk_reuseport", SINCE_SK_REUSEPORT, &ctx_sk_reuseport_md, PACKET_READ, .packet_args = true, .own = "sk_reuseport_kern"},
	[PROG_FLOW_DISSECTOR] = {TYPE(FLOW_DISSECTOR), "flow dissector", SINCE_FLOW_DISSECTOR, &ctx_sk_buff, PACKET_READ, .packet_args = true, .own = "bpf_flow_dissector"},
	[PROG_CGROUP_SYSCTL] = {TYPE(CGROUP_SYSCTL), "cgroup", SINCE_CGROUP_SYSCTL, &ctx_sysctl, .own = "bpf_sysctl_kern"},
	[PROG_RAW_TRACEPOINT_WRITABLE] = {TYPE(RAW_TRACEPOINT_WRITABLE), "raw tracepoint", SINCE_RAW_TRACEPOINT_WRITABLE, &ctx_raw_tp_args,
					  .tracing = true},
	[PROG_CGROUP_SOCKOPT] = {TYPE(CGROUP_SOCKOPT), "cgroup", SINCE_CGROUP_SOCKOPT, &ctx_sockopt, PACKET_WRITE, .packet_args = true, .own = "bpf_sockopt_kern"},
	[PROG_TRACING] = {TYPE(TRACING), "tracing", SINCE_TRACING, &ctx_raw_args},
	[PROG_STRUCT_OPS] = {TYPE(STRUCT_OPS), "struct_ops", SINCE_STRUCT_OPS, &ctx_raw_args},
	[PROG_EXT] = {TYPE(EXT), "freplace", SINCE_EXT, &ctx_none},
	[PROG_LSM] = {TYPE(LSM), "lsm", SINCE_LSM, &ctx_raw_args},
	[PROG_SK_LOOKUP] = {TYPE(SK_LOOKUP), "sk_lookup", SINCE_SK_LOOKUP, &ctx_sk_lookup, .own = "bpf_sk_lookup_kern"},
	[PROG_SYSCALL] = {TYPE(SYSCALL), "syscall", SINCE_SYSCALL, &ctx_syscall},
	[PROG_NETFILTER] = {TYPE(NETFILTER), "netfilter", SINCE_NETFILTER, &ctx_nf_ctx, .own = "bpf_nf_ctx"},
};
